package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// A function of the floats in a window; histograms beside them are overlooked, with a remark.
final class FloatFunction extends WindowFunction {

    /// Gives a number for the floats `from` to `to` (exclusive).
    interface Kernel {

        /// @param step which of the query's steps it is
        double apply(RangePoints points, int from, int to, Bounds bounds);
    }

    private final Kernel kernel;
    private final int fewest;
    private final Remarks remarks;
    private final Origin origin;
    private RangePoints points = new RangePoints();
    private Labels labels = Labels.EMPTY;

    /// @param fewest how many floats the function needs
    FloatFunction(Kernel kernel, int fewest, Remarks remarks, Origin origin) {
        this.kernel = kernel;
        this.fewest = fewest;
        this.remarks = remarks;
        this.origin = origin;
    }

    @Override
    void begin(RangePoints ofSeries, Labels withLabels) {
        points = ofSeries;
        labels = withLabels;
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        int floats = bounds.floatCount();
        if (floats > 0 && bounds.histogramFrom < bounds.histogramTo) {
            remarks.histogramsIgnoredInMixedRange(labels.metricName(), origin);
        }
        if (floats >= fewest) {
            row.set(bounds.step, kernel.apply(points, bounds.floatFrom, bounds.floatTo, bounds));
        }
    }
}
