package io.hypnos.promql.exec.select;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.Series;

/// Turns a series into a row. Has scratch of its own; used by one thread at a time.
public interface RowReader {

    /// Makes readers that do the same, for several threads.
    interface Factory {

        RowReader create(Remarks remarks);
    }

    /// Fills `row` from the samples of the series and notes what that took. The row is empty when nothing is to be shown.
    void read(Series series, SeriesRow row, ReadCost cost);
}
