package io.hypnos.series.histogram;

/// Finds out whether a counter was reset between two histograms: whether anything that can only grow has become less.
final class CounterResets {

    private CounterResets() {}

    /// By what the hint of `current` says, else by comparing. Sums are not looked at: they may fall.
    ///
    /// A smaller zero bucket and a finer schema come only with a reset. A larger zero bucket and a coarser schema do not: the buckets before
    /// are then taken as they would have been counted.
    static boolean between(FloatHistogram previous, FloatHistogram current) {
        return switch (current.hint()) {
            case RESET -> true;
            case NOT_RESET -> false;
            case UNKNOWN, GAUGE -> compare(previous, current);
        };
    }

    private static boolean compare(FloatHistogram previous, FloatHistogram current) {
        HistogramLayout before = previous.layout();
        HistogramLayout now = current.layout();
        if (current.count() < previous.count()) {
            return true;
        }
        if (now.usesCustomBuckets() && before.usesCustomBuckets() && !now.hasBoundsOf(before)) {
            return compareCommonBounds(previous, current);
        }
        if (now.usesCustomBuckets() != before.usesCustomBuckets() || now.schema() > before.schema()
                || now.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        var zero = ZeroBucket.widened(now.zeroThreshold(), before, previous.buckets(), null, 0,
                new ZeroBucket(before.zeroThreshold(), previous.zeroCount(), 0));
        if (zero.threshold() != now.zeroThreshold() || current.zeroCount() < zero.count()) {
            return true;
        }
        FloatHistogram reduced = before.schema() == now.schema() ? previous : previous.reduceTo(now.schema());
        return compareSide(reduced, current, true) || compareSide(reduced, current, false);
    }

    /// Whether a bucket beyond the zero bucket has lost observations.
    private static boolean compareSide(FloatHistogram previous, FloatHistogram current, boolean positive) {
        HistogramLayout layout = current.layout();
        int[] before = side(previous.layout(), positive).bucketIndices();
        int[] now = side(layout, positive).bucketIndices();
        int beforeFrom = positive ? 0 : previous.layout().positive().bucketCount();
        int nowFrom = positive ? 0 : layout.positive().bucketCount();
        boolean skipping = !layout.usesCustomBuckets() && layout.zeroThreshold() > 0;
        for (int i = 0, j = 0; i < before.length; i++) {
            if (skipping && layout.upperBound(before[i]) <= layout.zeroThreshold()) {
                continue;
            }
            skipping = false;
            while (j < now.length && now[j] < before[i]) {
                j++;
            }
            double count = previous.buckets()[beforeFrom + i];
            if (j == now.length || now[j] > before[i]) {
                if (count != 0) {
                    return true;
                }
            } else if (current.buckets()[nowFrom + j] < count) {
                return true;
            }
        }
        return false;
    }

    private static Spans side(HistogramLayout layout, boolean positive) {
        return positive ? layout.positive() : layout.negative();
    }

    private static boolean compareCommonBounds(FloatHistogram previous, FloatHistogram current) {
        double[] common = CustomBuckets.intersect(previous.layout().customValues(), current.layout().customValues());
        double[] before = CustomBuckets.sums(common, previous);
        double[] now = CustomBuckets.sums(common, current);
        for (int i = 0; i < before.length; i++) {
            if (now[i] < before[i]) {
                return true;
            }
        }
        return false;
    }
}
