package io.hypnos.promql.exec.window;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.Remarks.HistogramOperation;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramAccumulator;
import io.hypnos.series.labels.Labels;

/// Values between points, on the straight line from one to the next. A counter that was reset in between is taken to rise from zero.
public final class Interpolation {

    private final Remarks remarks;
    private final Origin origin;
    private RangePoints points = new RangePoints();
    private Labels labels = Labels.EMPTY;
    private int floatFrom;
    private int floatTo;
    private int histogramFrom;
    private int histogramTo;

    public Interpolation(Remarks remarks, Origin origin) {
        this.remarks = remarks;
        this.origin = origin;
    }

    public void begin(RangePoints ofSeries, Labels withLabels) {
        points = ofSeries;
        labels = withLabels;
        floatFrom = 0;
        floatTo = 0;
        histogramFrom = 0;
        histogramTo = 0;
    }

    /// Gives the row the value at `time`, of points in `(first, last]`. Times must not go back from call to call.
    public void at(long time, long first, long last, SeriesRow row, int step) {
        floatTo = seek(points.floatTimes, points.floatCount, floatTo, last);
        floatFrom = seek(points.floatTimes, points.floatCount, floatFrom, first);
        histogramTo = seek(points.histogramTimes, points.histogramCount, histogramTo, last);
        histogramFrom = seek(points.histogramTimes, points.histogramCount, histogramFrom, first);
        boolean hasFloats = floatFrom < floatTo;
        boolean hasHistograms = histogramFrom < histogramTo;
        if (hasFloats && hasHistograms) {
            remarks.mixedFloatsAndHistograms(labels.metricName(), origin);
        } else if (hasHistograms) {
            histogram(time, row, step);
        } else if (hasFloats) {
            number(time, row, step);
        }
    }

    /// The first index from `from` on whose time is behind `time`.
    private static int seek(long[] times, int count, int from, long time) {
        int at = from;
        while (at < count && times[at] <= time) {
            at++;
        }
        return at;
    }

    private void number(long time, SeriesRow row, int step) {
        int next = floatFrom;
        while (next < floatTo && points.floatTimes[next] < time) {
            next++;
        }
        if (next < floatTo && points.floatTimes[next] == time) {
            row.set(step, points.floats[next]);
        } else if (next > floatFrom) {
            row.set(step, next < floatTo ? between(points, next - 1, next, time, false) : points.floats[next - 1]);
        }
    }

    private void histogram(long time, SeriesRow row, int step) {
        int next = histogramFrom;
        while (next < histogramTo && points.histogramTimes[next] < time) {
            next++;
        }
        FloatHistogram result = null;
        if (next < histogramTo && points.histogramTimes[next] == time) {
            result = get(next);
        } else if (next > histogramFrom && next < histogramTo) {
            boolean counter = get(next - 1).hint() != CounterResetHint.GAUGE
                    || get(next).hint() != CounterResetHint.GAUGE;
            result = histogramBetween(next - 1, next, time, counter);
        } else if (next > histogramFrom) {
            result = get(next - 1).withHint(CounterResetHint.UNKNOWN);
        }
        if (result != null) {
            row.setHistogram(step, row.histograms().add(result));
        }
    }

    private FloatHistogram get(int i) {
        return points.histograms.get(points.histogramRows[i]);
    }

    /// The value at `time` between the floats `a` and `b`.
    static double between(RangePoints points, int a, int b, long time, boolean counter) {
        double from = points.floats[a];
        double to = points.floats[b];
        if (counter && to < from) {
            from = 0;
        }
        return from + (to - from) * (time - points.floatTimes[a]) / (points.floatTimes[b] - points.floatTimes[a]);
    }

    /// The histogram at `time` between the histograms `a` and `b`; null, with a remark, when they do not go together.
    @Nullable
    FloatHistogram histogramBetween(int a, int b, long time, boolean counter) {
        FloatHistogram from = get(a);
        FloatHistogram to = get(b);
        long fromTime = points.histogramTimes[a];
        long toTime = points.histogramTimes[b];
        if (time == fromTime) {
            return from;
        }
        if (time == toTime) {
            return to;
        }
        if (!to.isCompatibleWith(from)) {
            remarks.mixedExponentialAndCustom(labels.metricName(), origin);
            return null;
        }
        double fraction = (double) (time - fromTime) / (toTime - fromTime);
        if (counter && to.isResetSince(from)) {
            return to.times(fraction);
        }
        var result = HistogramAccumulator.plain(to);
        result.subtract(from);
        if (result.boundsReconciled()) {
            remarks.customBucketsReconciled(HistogramOperation.SUBTRACTION, origin);
            remarks.customBucketsReconciled(HistogramOperation.ADDITION, origin);
        }
        result.multiply(fraction);
        result.add(from);
        return result.result();
    }
}
