package io.hypnos.promql.naive;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.hypnos.series.histogram.CounterResetHint;

/// Whether a counter was set back between two samples.
final class CounterResets {

    private CounterResets() {}

    /// Whether `current` cannot have grown out of `previous`.
    static boolean between(NaiveHistogram previous, NaiveHistogram current) {
        if (current.hint() == CounterResetHint.RESET) {
            return true;
        }
        if (current.hint() == CounterResetHint.NOT_RESET) {
            return false;
        }
        if (current.count() < previous.count()) {
            return true;
        }
        if (current.isCustom()) {
            return !previous.isCustom() || customShrank(previous, current);
        }
        // Whatever is exponential now is finer than custom buckets.
        if (previous.isCustom() || current.scale().schema() > previous.scale().schema()) {
            return true;
        }
        double threshold = current.scale().zeroThreshold();
        if (threshold < previous.scale().zeroThreshold()) {
            return true;
        }
        ZeroBucket zero = ZeroBucket.widened(previous, threshold);
        if (zero.threshold() != threshold || current.zeroCount() < zero.count()) {
            return true;
        }
        NaiveHistogram reduced = previous.reducedTo(current.scale().schema());
        return shrank(outside(reduced, reduced.positive(), threshold), current.positive())
                || shrank(outside(reduced, reduced.negative(), threshold), current.negative());
    }

    private static boolean customShrank(NaiveHistogram previous, NaiveHistogram current) {
        double[] before = previous.scale().custom();
        double[] now = current.scale().custom();
        if (previous.scale().hasBounds(now)) {
            return shrank(previous.positive(), current.positive());
        }
        double[] common = CustomBounds.common(now, before);
        return shrank(merged(previous, before, common), merged(current, now, common));
    }

    private static NavigableMap<Integer, Double> merged(NaiveHistogram histogram, double[] bounds, double[] common) {
        var result = new TreeMap<Integer, Double>();
        histogram.positive().forEach(
                (index, count) -> result.merge(CustomBounds.target(index, bounds, common), count, Double::sum));
        return result;
    }

    private static Map<Integer, Double> outside(NaiveHistogram histogram, Map<Integer, Double> buckets,
            double threshold) {
        var result = new TreeMap<>(buckets);
        result.keySet().removeIf(index -> threshold != 0 && histogram.scale().bound(index) <= threshold);
        return result;
    }

    private static boolean shrank(Map<Integer, Double> before, Map<Integer, Double> now) {
        return before.entrySet().stream().anyMatch(bucket -> {
            Double current = now.get(bucket.getKey());
            return current == null ? bucket.getValue() != 0 : current < bucket.getValue();
        });
    }

    /// Whether the start times of two samples say that the counter began anew between them.
    static boolean byStartTime(Point previous, Point current) {
        long start = current.start();
        if (start == 0 || start >= current.time() || start < previous.time()) {
            return false;
        }
        if (start > previous.time()) {
            return true;
        }
        // The sample starts where the previous one stands: a delta series, unless the previous start is unknown.
        return previous.start() <= previous.time() && previous.start() != 0 && previous.start() != previous.time();
    }

    /// Whether the stretch that a sample counts begins inside that of the previous one.
    static boolean overlaps(Point previous, Point current) {
        return current.start() != 0 && current.start() < previous.time() && current.start() != previous.start();
    }
}
