package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.Remarks.HistogramOperation;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramAccumulator;
import io.hypnos.series.labels.Labels;

/// `irate` and `idelta`: the difference between the last two points of the window, per second or as it is.
final class LastTwo extends WindowFunction {

    private final boolean rate;
    private final boolean useStartTimes;
    private final Remarks remarks;
    private final Origin origin;
    private RangePoints points = new RangePoints();
    private Labels labels = Labels.EMPTY;

    LastTwo(boolean rate, boolean useStartTimes, Remarks remarks, Origin origin) {
        this.rate = rate;
        this.useStartTimes = useStartTimes && rate;
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
        int histograms = bounds.histogramCount();
        if (floats + histograms < 2) {
            return;
        }
        int lastFloat = bounds.floatTo - 1;
        int lastHistogram = bounds.histogramTo - 1;
        // Which of the two last points are floats shows when the second-last histogram or float is newer than the last of the other kind.
        if (histograms == 0 || floats >= 2 && points.floatTimes[lastFloat - 1] > points.histogramTimes[lastHistogram]) {
            floats(bounds, lastFloat, row);
        } else if (floats == 0
                || histograms >= 2 && points.histogramTimes[lastHistogram - 1] >= points.floatTimes[lastFloat]) {
            histograms(bounds, lastHistogram, row);
        } else {
            remarks.mixedFloatsAndHistograms(labels.metricName(), origin);
        }
    }

    private void floats(Bounds bounds, int last, SeriesRow row) {
        long time = points.floatTimes[last];
        long timeBefore = points.floatTimes[last - 1];
        if (time == timeBefore) {
            return;
        }
        double value = points.floats[last];
        double before = points.floats[last - 1];
        boolean reset = rate && (value < before || useStartTimes && points.floatStarts != null && StartTimes
                .isReset(points.floatStarts[last - 1], timeBefore, points.floatStarts[last], time));
        double difference = reset ? value : value - before;
        row.set(bounds.step, rate ? difference / ((time - timeBefore) / 1000.0) : difference);
    }

    private void histograms(Bounds bounds, int last, SeriesRow row) {
        long time = points.histogramTimes[last];
        long timeBefore = points.histogramTimes[last - 1];
        if (time == timeBefore) {
            return;
        }
        FloatHistogram value = points.histograms.get(points.histogramRows[last]);
        FloatHistogram before = points.histograms.get(points.histogramRows[last - 1]);
        boolean gauges = value.hint() == CounterResetHint.GAUGE && before.hint() == CounterResetHint.GAUGE;
        boolean someGauge = value.hint() == CounterResetHint.GAUGE || before.hint() == CounterResetHint.GAUGE;
        if (rate && someGauge) {
            remarks.histogramIsNoCounter(labels.metricName(), origin);
        }
        if (!rate && !gauges) {
            remarks.histogramIsNoGauge(labels.metricName(), origin);
        }
        boolean reset = rate && (useStartTimes && points.histogramStarts != null
                && StartTimes.isReset(points.histogramStarts[last - 1], timeBefore, points.histogramStarts[last], time)
                || value.isResetSince(before));
        var difference = HistogramAccumulator.plain(value);
        if (!reset) {
            if (!difference.accepts(before.layout())) {
                remarks.mixedExponentialAndCustom(labels.metricName(), origin);
                return;
            }
            difference.subtract(before);
            if (difference.boundsReconciled()) {
                remarks.customBucketsReconciled(HistogramOperation.SUBTRACTION, origin);
            }
        }
        difference.compact(0);
        if (rate) {
            difference.divide((time - timeBefore) / 1000.0);
        }
        FloatHistogram result = difference.result().withHint(CounterResetHint.GAUGE);
        row.setHistogram(bounds.step, row.histograms().add(result));
    }
}
