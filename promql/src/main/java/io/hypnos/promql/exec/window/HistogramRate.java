package io.hypnos.promql.exec.window;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.Remarks.HistogramOperation;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramAccumulator;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.Spans;
import io.hypnos.series.labels.Labels;

/// `rate`, `increase` and `delta` of native histograms: as of floats, bucket by bucket, in the coarsest schema of the window. Resets are found
/// once for each series.
final class HistogramRate {

    private final boolean counter;
    private final boolean useStartTimes;
    private final Extrapolation extrapolation;
    private final Remarks remarks;
    private final Origin origin;
    private final ResetList resets = new ResetList();
    private final ResetList overlaps = new ResetList();

    HistogramRate(boolean counter, boolean useStartTimes, Extrapolation extrapolation, Remarks remarks, Origin origin) {
        this.counter = counter;
        this.useStartTimes = useStartTimes;
        this.extrapolation = extrapolation;
        this.remarks = remarks;
        this.origin = origin;
    }

    void begin(RangePoints points) {
        resets.clear();
        overlaps.clear();
        if (!counter) {
            return;
        }
        int[] rows = points.histogramRows;
        long[] times = points.histogramTimes;
        long[] starts = useStartTimes ? points.histogramStarts : null;
        for (int i = 1; i < points.histogramCount; i++) {
            if (starts != null && StartTimes.isReset(starts[i - 1], times[i - 1], starts[i], times[i])
                    || points.histograms.isResetBetween(rows[i - 1], rows[i])) {
                resets.add(i);
            }
            if (starts != null && StartTimes.overlaps(starts[i - 1], times[i - 1], starts[i])) {
                overlaps.add(i);
            }
        }
    }

    void apply(RangePoints points, Labels labels, Bounds bounds, SeriesRow row) {
        int from = bounds.histogramFrom;
        int to = bounds.histogramTo;
        long firstTime = points.histogramTimes[from];
        long lastTime = points.histogramTimes[to - 1];
        int intervals = to - from - 1;
        HistogramColumn column = points.histograms;
        int firstRow = points.histogramRows[from];
        HistogramAccumulator difference = null;
        if (intervals > 0) {
            difference = difference(points, labels, from, to);
            if (difference == null) {
                return;
            }
        }
        long start = useStartTimes && points.histogramStarts != null ? points.histogramStarts[from] : 0;
        if (start != 0 && start > bounds.start && start < firstTime) {
            if (difference == null) {
                difference = HistogramAccumulator.plain(column.get(firstRow));
            } else if (!add(difference, column, firstRow, HistogramOperation.ADDITION, labels)) {
                return;
            }
            difference.multiply(extrapolation.factorFromStart(bounds, start, firstTime, lastTime, intervals));
        } else if (difference == null) {
            return;
        } else {
            double counted = difference.result().count();
            difference.multiply(extrapolation.factor(bounds, firstTime, lastTime, intervals, column.count(firstRow),
                    counted));
        }
        row.setHistogram(bounds.step, row.histograms().add(difference.result().withHint(CounterResetHint.GAUGE)));
    }

    /// The last histogram of the window less the first, resets taken out; null when they do not go together.
    private @Nullable HistogramAccumulator difference(RangePoints points, Labels labels, int from, int to) {
        HistogramColumn column = points.histograms;
        int[] rows = points.histogramRows;
        int first = rows[from];
        int last = rows[to - 1];
        if (counter && (isGauge(column, first) || isGauge(column, last))) {
            remarks.histogramIsNoCounter(labels.metricName(), origin);
        }
        int reset = resets.isEmpty() ? 0 : resets.seek(from);
        // A first histogram that a reset follows does not matter, whatever its buckets are.
        boolean firstCounts = resets.get(reset) != from + 1;
        HistogramLayout firstLayout = column.layout(firstCounts ? first : rows[from + 1]);
        if (!sameKind(points, firstLayout, from, to)) {
            remarks.mixedExponentialAndCustom(labels.metricName(), origin);
            return null;
        }
        FloatHistogram end = column.get(last);
        int schema = coarsest(points, firstLayout, from, to, labels);
        var difference = HistogramAccumulator.plain(end.layout().usesCustomBuckets() ? end : end.reduceTo(schema));
        FloatHistogram start = firstCounts ? column.get(first) : nothingIn(firstLayout);
        if (!subtract(difference, start, labels)) {
            return null;
        }
        if (counter) {
            if (!overlaps.isEmpty() && overlaps.get(overlaps.seek(from)) < to) {
                remarks.overlappingStartTime(labels.metricName(), origin);
            }
            reset += firstCounts ? 0 : 1;
            for (int at = resets.get(reset); at < to; at = resets.get(++reset)) {
                if (!add(difference, column, rows[at - 1], HistogramOperation.ADDITION, labels)) {
                    return null;
                }
            }
        } else if (!isGauge(column, first) || !isGauge(column, last)) {
            remarks.histogramIsNoGauge(labels.metricName(), origin);
        }
        difference.compact(0);
        return difference;
    }

    /// A histogram without observations that has the bounds of a layout.
    private static FloatHistogram nothingIn(HistogramLayout layout) {
        var empty = new HistogramLayout(layout.schema(), 0, Spans.NONE, Spans.NONE, layout.customValues());
        return new FloatHistogram(CounterResetHint.UNKNOWN, empty, 0, 0, 0, new double[0]);
    }

    private boolean sameKind(RangePoints points, HistogramLayout firstLayout, int from, int to) {
        boolean custom = firstLayout.usesCustomBuckets();
        if (points.histograms.layout(points.histogramRows[to - 1]).usesCustomBuckets() != custom) {
            return false;
        }
        for (int i = from + 1; counter && i < to - 1; i++) {
            if (points.histograms.layout(points.histogramRows[i]).usesCustomBuckets() != custom) {
                return false;
            }
        }
        return true;
    }

    private int coarsest(RangePoints points, HistogramLayout firstLayout, int from, int to, Labels labels) {
        HistogramColumn column = points.histograms;
        int schema = Math.min(firstLayout.schema(), column.layout(points.histogramRows[to - 1]).schema());
        for (int i = from + 1; counter && i < to - 1; i++) {
            int row = points.histogramRows[i];
            if (isGauge(column, row)) {
                remarks.histogramIsNoCounter(labels.metricName(), origin);
            }
            schema = Math.min(schema, column.layout(row).schema());
        }
        return schema;
    }

    private boolean subtract(HistogramAccumulator from, FloatHistogram other, Labels labels) {
        if (!from.accepts(other.layout())) {
            remarks.mixedExponentialAndCustom(labels.metricName(), origin);
            return false;
        }
        from.subtract(other);
        if (from.boundsReconciled()) {
            remarks.customBucketsReconciled(HistogramOperation.SUBTRACTION, origin);
        }
        return true;
    }

    private boolean add(HistogramAccumulator to, HistogramColumn column, int row, HistogramOperation operation,
            Labels labels) {
        if (!to.accepts(column.layout(row))) {
            remarks.mixedExponentialAndCustom(labels.metricName(), origin);
            return false;
        }
        boolean reconciles = column.layout(row).usesCustomBuckets()
                && !to.layout().hasBoundsOf(column.layout(row));
        to.add(column, row);
        if (reconciles) {
            remarks.customBucketsReconciled(operation, origin);
        }
        return true;
    }

    private static boolean isGauge(HistogramColumn column, int row) {
        return column.hint(row) == CounterResetHint.GAUGE;
    }
}
