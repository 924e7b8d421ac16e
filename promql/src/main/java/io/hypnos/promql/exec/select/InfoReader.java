package io.hypnos.promql.exec.select;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;
import io.hypnos.series.StaleMarker;

/// Gives at each step the time, in epoch milliseconds, of the current sample of an info series. Its value does not matter.
public final class InfoReader implements RowReader {

    private final StepGrid grid;
    private final Shift shift;
    private final long lookback;
    private final Samples samples = new Samples();

    public InfoReader(StepGrid grid, Shift shift, long lookback) {
        this.grid = grid;
        this.shift = shift;
        this.lookback = lookback;
    }

    @Override
    public void read(Series series, SeriesRow row, ReadCost cost) {
        row.begin(series.labels());
        samples.clear();
        series.readInto(samples);
        int at = 0;
        for (int step = 0; step < grid.count(); step++) {
            long reference = shift.apply(grid.time(step));
            while (at < samples.size() && samples.time(at) <= reference) {
                at++;
            }
            if (at == 0 || samples.time(at - 1) <= reference - lookback) {
                continue;
            }
            int histogram = samples.histogramRow(at - 1);
            if (StaleMarker.is(histogram < 0 ? samples.value(at - 1) : samples.histograms().sum(histogram))) {
                continue;
            }
            if (histogram >= 0) {
                throw new QueryException.Execution(
                        "this should be an info metric, with float samples: " + series.labels());
            }
            row.set(step, samples.time(at - 1));
        }
        cost.given = row.count();
        cost.totals().noteEach(row);
    }
}
