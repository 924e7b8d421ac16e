package io.hypnos.promql.exec.select;

import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.window.WindowWalk;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;

/// Applies a window function to a series.
public final class RangeReader implements RowReader {

    private final WindowWalk walk;
    private final boolean losesName;
    private final Samples samples = new Samples();

    public RangeReader(WindowWalk walk, boolean losesName) {
        this.walk = walk;
        this.losesName = losesName;
    }

    @Override
    public void read(Series series, SeriesRow row, ReadCost cost) {
        row.begin(series.labels());
        row.loseName(losesName);
        samples.clear();
        series.readInto(samples);
        walk.run(samples, series.labels(), row, cost);
    }
}
