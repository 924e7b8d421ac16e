package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// A histogram of cumulative buckets, as `le` series make it at one step.
final class ClassicHistogram {

    /// Cumulative counts that differ by less than this part of themselves count as equal.
    private static final double TOLERANCE = 1e-12;

    /// @param count observations up to the bound
    record Bucket(double bound, double count) {}

    /// In ascending order of their bounds, each bound once.
    private final List<Bucket> buckets;
    /// Whether the fix was told: of several quantiles of one histogram only the first tells it.
    private boolean fixTold;

    private ClassicHistogram(List<Bucket> buckets) {
        this.buckets = buckets;
    }

    static ClassicHistogram of(List<Bucket> buckets) {
        List<Bucket> sorted = new ArrayList<>(buckets);
        sorted.sort(Comparator.comparingDouble(Bucket::bound));
        List<Bucket> result = new ArrayList<>();
        for (Bucket bucket : sorted) {
            if (!result.isEmpty() && result.getLast().bound == bucket.bound) {
                result.set(result.size() - 1, new Bucket(bucket.bound, result.getLast().count + bucket.count));
            } else {
                result.add(bucket);
            }
        }
        return new ClassicHistogram(result);
    }

    /// The number of an `le` label, or null when it is none.
    static @Nullable Double bound(String le) {
        String lower = le.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                try {
                    yield lower.matches("[-+]?(0x)?[0-9a-f_.]+([ep][-+]?[0-9]+)?") ? Double.valueOf(lower) : null;
                } catch (NumberFormatException e) {
                    yield null;
                }
            }
        };
    }

    private boolean isComplete() {
        return buckets.getLast().bound == Double.POSITIVE_INFINITY;
    }

    private static boolean almostEqual(double a, double b) {
        if (Double.isNaN(a) && Double.isNaN(b) || a == b) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    /// The counts without decreases: a bucket never has less than the one before it.
    private List<Bucket> monotonic() {
        List<Bucket> result = new ArrayList<>();
        double highest = buckets.getFirst().count;
        for (Bucket bucket : buckets) {
            boolean grown = bucket.count > highest && !almostEqual(highest, bucket.count);
            boolean unordered = Double.isNaN(bucket.count) != Double.isNaN(highest);
            highest = grown || unordered ? bucket.count : highest;
            result.add(new Bucket(bucket.bound, highest));
        }
        return result;
    }

    /// What had to be changed for a quantile, or null when nothing had to.
    Remarks.@Nullable Fix fixFor(double q, long time) {
        if (Double.isNaN(q) || q < 0 || q > 1 || !isComplete() || fixTold) {
            return null;
        }
        fixTold = true;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double difference = 0;
        List<Bucket> fixed = monotonic();
        for (int i = 1; i < buckets.size(); i++) {
            double before = fixed.get(i - 1).count;
            double count = buckets.get(i).count;
            if (count < before && !almostEqual(before, count)) {
                min = Math.min(min, buckets.get(i).bound);
                max = Math.max(max, buckets.get(i).bound);
                difference = Math.max(difference, before - count);
            }
        }
        return min > max ? null : new Remarks.Fix(time, time, min, max, difference, 1);
    }

    double quantile(double q) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        List<Bucket> fixed = monotonic();
        int last = fixed.size() - 1;
        double all = fixed.getLast().count;
        if (!isComplete() || fixed.size() < 2 || all == 0) {
            return Double.NaN;
        }
        double rank = q * all;
        int index = 0;
        while (index < last && !(fixed.get(index).count >= rank)) {
            index++;
        }
        if (index == last) {
            return fixed.get(last - 1).bound;
        }
        double end = fixed.get(index).bound;
        if (index == 0 && end <= 0) {
            return end;
        }
        double start = index == 0 ? 0 : fixed.get(index - 1).bound;
        double below = index == 0 ? 0 : fixed.get(index - 1).count;
        return start + (end - start) * ((rank - below) / (fixed.get(index).count - below));
    }

    double fraction(double lower, double upper) {
        double all = buckets.getLast().count;
        if (!isComplete() || all == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (Math.min(rank(upper), all) - Math.min(rank(lower), all)) / all;
    }

    /// Observations up to a value, which stand evenly between the bounds of their bucket.
    private double rank(double value) {
        double start = buckets.getFirst().bound <= 0 ? Double.NEGATIVE_INFINITY : 0;
        double below = 0;
        for (Bucket bucket : buckets) {
            if (start >= value) {
                return below;
            }
            if (bucket.bound > value) {
                return start == Double.NEGATIVE_INFINITY
                        ? bucket.count
                        : below + (bucket.count - below) * (value - start) / (bucket.bound - start);
            }
            start = bucket.bound;
            below = bucket.count;
        }
        return buckets.getLast().count;
    }
}
