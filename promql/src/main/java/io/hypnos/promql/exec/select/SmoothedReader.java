package io.hypnos.promql.exec.select;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.window.Interpolation;
import io.hypnos.promql.exec.window.RangePoints;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;

/// Gives at each step what lies on the straight line between the last sample before it and the first one behind it, both inside the lookback;
/// the last sample when none follows.
final class SmoothedReader implements RowReader {

    private final StepGrid grid;
    private final Shift shift;
    private final long lookback;
    private final Interpolation interpolation;
    private final Samples samples = new Samples();
    private final RangePoints points = new RangePoints();

    SmoothedReader(StepGrid grid, Shift shift, long lookback, Remarks remarks, Origin origin) {
        this.grid = grid;
        this.shift = shift;
        this.lookback = lookback;
        this.interpolation = new Interpolation(remarks, origin);
    }

    @Override
    public void read(Series series, SeriesRow row, ReadCost cost) {
        row.begin(series.labels());
        samples.clear();
        series.readInto(samples);
        points.load(samples);
        interpolation.begin(points, series.labels());
        for (int step = 0; step < grid.count(); step++) {
            long time = shift.apply(grid.time(step));
            interpolation.at(time, time - lookback, time + lookback, row, step);
        }
    }
}
