package io.hypnos.promql.exec.window;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.Remarks.HistogramOperation;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramAccumulator;
import io.hypnos.series.labels.Labels;

/// `rate`, `increase` and `delta` over `anchored` and `smoothed` ranges: the difference between the values at the two edges of the window, with
/// resets in between taken out, and no extrapolation.
///
/// Anchored, the last point at or before an edge is the value there. Smoothed, it is interpolated from the points around the edge.
final class ExtendedRate extends WindowFunction {

    private final boolean counter;
    private final boolean perSecond;
    private final boolean smoothed;
    private final double seconds;
    private final Remarks remarks;
    private final Origin origin;
    private final Interpolation interpolation;
    private RangePoints points = new RangePoints();
    private Labels labels = Labels.EMPTY;

    ExtendedRate(Function function, WindowSpec spec, Remarks remarks, Origin origin) {
        this.counter = function != Function.DELTA;
        this.perSecond = function == Function.RATE;
        this.smoothed = spec.boundary() == Boundary.SMOOTHED;
        this.seconds = spec.window().seconds();
        this.remarks = remarks;
        this.origin = origin;
        this.interpolation = new Interpolation(remarks, origin);
    }

    @Override
    void begin(RangePoints ofSeries, Labels withLabels) {
        points = ofSeries;
        labels = withLabels;
        interpolation.begin(ofSeries, withLabels);
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        boolean hasFloats = bounds.floatFrom < bounds.floatTo;
        if (bounds.histogramFrom == bounds.histogramTo) {
            floats(bounds, row);
        } else if (hasFloats) {
            remarks.mixedFloatsAndHistograms(labels.metricName(), origin);
        } else {
            histograms(bounds, row);
        }
    }

    /// The last index in `[from, to)` whose time is not behind the start of the window, or `from`; the very last point is not looked at.
    private static int firstIndex(long[] times, int from, int to, long start) {
        int at = from;
        while (at < to - 1 && times[at] <= start) {
            at++;
        }
        return Math.max(from, at - 1);
    }

    private int lastIndex(long[] times, int from, int to, long end) {
        if (!smoothed) {
            return to - 1;
        }
        int at = from;
        while (at < to - 1 && times[at] < end) {
            at++;
        }
        return at;
    }

    private void floats(Bounds bounds, SeriesRow row) {
        long[] times = points.floatTimes;
        int first = firstIndex(times, bounds.floatFrom, bounds.floatTo, bounds.start);
        int last = lastIndex(times, bounds.floatFrom, bounds.floatTo, bounds.end);
        if (times[last] <= bounds.start || smoothed && times[first] > bounds.end) {
            return;
        }
        double left = smoothed && times[first] < bounds.start
                ? Interpolation.between(points, first, first + 1, bounds.start, counter)
                : points.floats[first];
        double right = smoothed && last > bounds.floatFrom && times[last] > bounds.end
                ? Interpolation.between(points, last - 1, last, bounds.end, counter)
                : points.floats[last];
        double difference = right - left;
        if (counter) {
            int from = times[first] <= bounds.start ? first + 1 : first;
            int to = times[last] >= bounds.end ? last : last + 1;
            difference += lostAtResets(left, right, from, to);
        }
        row.set(bounds.step, perSecond ? difference / seconds : difference);
    }

    private double lostAtResets(double left, double right, int from, int to) {
        double lost = 0;
        double previous = left;
        for (int i = from; i < to; i++) {
            double value = points.floats[i];
            if (value < previous) {
                lost += previous;
            }
            previous = value;
        }
        return right < previous ? lost + previous : lost;
    }

    private void histograms(Bounds bounds, SeriesRow row) {
        long[] times = points.histogramTimes;
        int first = firstIndex(times, bounds.histogramFrom, bounds.histogramTo, bounds.start);
        int last = lastIndex(times, bounds.histogramFrom, bounds.histogramTo, bounds.end);
        if (times[last] <= bounds.start || smoothed && times[first] > bounds.end || !areOfOneKind(first, last)) {
            return;
        }
        FloatHistogram left = smoothed && times[first] < bounds.start
                ? interpolation.histogramBetween(first, first + 1, bounds.start, counter)
                : get(first);
        FloatHistogram right = smoothed && last > bounds.histogramFrom && times[last] > bounds.end
                ? interpolation.histogramBetween(last - 1, last, bounds.end, counter)
                : get(last);
        if (left == null || right == null) {
            return;
        }
        if (!counter && (left.hint() != CounterResetHint.GAUGE || right.hint() != CounterResetHint.GAUGE)) {
            remarks.histogramIsNoGauge(labels.metricName(), origin);
        }
        var difference = HistogramAccumulator.plain(right);
        if (!combine(difference, left, HistogramOperation.SUBTRACTION)) {
            return;
        }
        if (counter && !addLost(difference, first, last, left, right, bounds.start)) {
            return;
        }
        if (perSecond) {
            difference.divide(seconds);
        }
        difference.compact(0);
        row.setHistogram(bounds.step, row.histograms().add(difference.result().withHint(CounterResetHint.GAUGE)));
    }

    private boolean areOfOneKind(int first, int last) {
        boolean custom = points.histograms.layout(points.histogramRows[first]).usesCustomBuckets();
        for (int i = first; i <= last; i++) {
            int histogram = points.histogramRows[i];
            if (points.histograms.layout(histogram).usesCustomBuckets() != custom) {
                remarks.mixedExponentialAndCustom(labels.metricName(), origin);
                return false;
            }
            if (counter && points.histograms.hint(histogram) == CounterResetHint.GAUGE) {
                remarks.histogramIsNoCounter(labels.metricName(), origin);
            }
        }
        return true;
    }

    /// Adds what was lost at resets between the edges.
    private boolean addLost(HistogramAccumulator difference, int first, int last, FloatHistogram left,
            FloatHistogram right, long start) {
        int from = first + 1;
        FloatHistogram previous = left;
        if (smoothed && points.histogramTimes[first] < start && get(first + 1).isResetSince(get(first))) {
            // The interpolation at the left edge has taken this reset into account.
            previous = get(first + 1);
            from++;
        }
        if (from > last) {
            return true;
        }
        HistogramAccumulator lost = null;
        // The last point stands for the right edge; by its hint it would be found to be reset against itself.
        for (int i = from; i <= last; i++) {
            FloatHistogram current = i == last ? right : get(i);
            if (current.isResetSince(previous)) {
                if (lost == null) {
                    lost = HistogramAccumulator.plain(previous);
                } else if (!combine(lost, previous, HistogramOperation.ADDITION)) {
                    return false;
                }
            }
            previous = current;
        }
        return lost == null || combine(difference, lost.result(), HistogramOperation.ADDITION);
    }

    private boolean combine(HistogramAccumulator into, FloatHistogram other, HistogramOperation operation) {
        if (!into.accepts(other.layout())) {
            remarks.mixedExponentialAndCustom(labels.metricName(), origin);
            return false;
        }
        boolean reconciles = other.layout().usesCustomBuckets() && !into.layout().hasBoundsOf(other.layout());
        if (operation == HistogramOperation.ADDITION) {
            into.add(other);
        } else {
            into.subtract(other);
        }
        if (reconciles) {
            remarks.customBucketsReconciled(operation, origin);
        }
        return true;
    }

    private FloatHistogram get(int i) {
        return points.histograms.get(points.histogramRows[i]);
    }
}
