package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.histogram.HistogramMean;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// `sum_over_time` and `avg_over_time`.
final class SumOrAverage extends WindowFunction {

    /// Shorter windows on average are added up one by one, which is faster then.
    private static final int WORTH_SHARING = 4;

    private final boolean average;
    private final WindowSums sums;
    private final Remarks remarks;
    private final Origin origin;
    private RangePoints points = new RangePoints();
    private Labels labels = Labels.EMPTY;

    SumOrAverage(boolean average, Remarks remarks, Origin origin) {
        this.average = average;
        this.sums = new WindowSums(average);
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
        int from = bounds.floatFrom;
        int to = bounds.floatTo;
        if (bounds.histogramFrom == bounds.histogramTo) {
            row.set(bounds.step, average ? FloatKernels.average(points, from, to) : FloatKernels.sum(points, from, to));
        } else if (from < to) {
            remarks.mixedFloatsAndHistograms(labels.metricName(), origin);
        } else {
            histograms(bounds, row);
        }
    }

    @Override
    void applyAll(FloatWindows windows, SeriesRow row) {
        if (windows.looked() < (long) WORTH_SHARING * windows.steps() || !sums.fill(points, windows, row)) {
            super.applyAll(windows, row);
        }
    }

    private void histograms(Bounds bounds, SeriesRow row) {
        var mean = new HistogramMean(average);
        for (int i = bounds.histogramFrom; i < bounds.histogramTo; i++) {
            if (!mean.add(points.histograms, points.histogramRows[i])) {
                remarks.mixedExponentialAndCustom(labels.metricName(), origin);
                return;
            }
        }
        mean.remark(remarks, origin);
        row.setHistogram(bounds.step, row.histograms().add(mean.result()));
    }
}
