package io.hypnos.promql.naive;

import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.naive.NaiveHistogram.Bucket;

/// `</` and `>/`: the observations of a native histogram below or above a bound. Where that cuts a bucket, its observations are divided as
/// quantiles would; count and sum are then estimated from what remains.
final class HistogramTrim {

    private final NaiveHistogram histogram;
    private final double bound;
    private final boolean upper;
    private boolean trimmed;
    private double count;
    private double sum;

    private HistogramTrim(NaiveHistogram histogram, double bound, boolean upper) {
        this.histogram = histogram;
        this.bound = bound;
        this.upper = upper;
    }

    /// Keeps what is at most `bound`.
    static NaiveHistogram upper(NaiveHistogram histogram, double bound) {
        return new HistogramTrim(histogram, bound, true).trim();
    }

    /// Keeps what is at least `bound`.
    static NaiveHistogram lower(NaiveHistogram histogram, double bound) {
        return new HistogramTrim(histogram, bound, false).trim();
    }

    /// What remains of a bucket: observations, and where they stand in the mean.
    private record Rest(double count, double middle) {}

    private NaiveHistogram trim() {
        NavigableMap<Integer, Double> positive = trimmed(histogram.positive(), true);
        NavigableMap<Integer, Double> negative = trimmed(histogram.negative(), false);
        double zeroCount = histogram.zeroCount();
        if (zeroCount > 0) {
            Rest rest = ofZeroBucket(positive, negative);
            trimmed |= rest.count != zeroCount;
            zeroCount = rest.count;
            sum += rest.middle * rest.count;
            count += rest.count;
        }
        if (!trimmed) {
            return histogram;
        }
        return new NaiveHistogram(histogram.hint(), histogram.scale(), new NaiveHistogram.Totals(count, sum, zeroCount),
                positive, negative).compacted();
    }

    private NavigableMap<Integer, Double> trimmed(NavigableMap<Integer, Double> buckets, boolean positive) {
        var result = new TreeMap<Integer, Double>();
        buckets.forEach((index, population) -> {
            double end = histogram.scale().bound(index);
            double start = histogram.scale().bound(index - 1);
            Bucket bucket = positive ? new Bucket(start, end, population) : new Bucket(-end, -start, population);
            if (population == 0) {
                result.put(index, population);
                return;
            }
            Rest rest = rest(bucket, positive);
            if (rest == null) {
                result.put(index, 0.0);
                trimmed = true;
                return;
            }
            trimmed |= rest.count != population;
            count += rest.count;
            sum += rest.middle * rest.count;
            result.put(index, rest.count);
        });
        return result;
    }

    /// Null when nothing remains.
    private @Nullable Rest rest(Bucket bucket, boolean positive) {
        boolean whole = upper ? bucket.upper() <= bound : bucket.lower() >= bound;
        if (whole) {
            return new Rest(bucket.count(), middle(bucket.lower(), bucket.upper(), positive));
        }
        boolean cut = upper ? bucket.lower() < bound : bucket.upper() > bound;
        if (!cut) {
            return null;
        }
        if (Double.isInfinite(bucket.lower()) && bucket.lower() < 0) {
            return openBelow(bucket);
        }
        if (Double.isInfinite(bucket.upper()) && bucket.upper() > 0) {
            return openAbove(bucket);
        }
        double below = bucket.count() * bucket.fractionBelow(bound, histogram.isCustom());
        return upper
                ? new Rest(below, middle(bucket.lower(), bound, positive))
                : new Rest(bucket.count() - below, middle(bound, bucket.upper(), positive));
    }

    /// A bucket from -Inf on: taken to begin at 0 if it ends above, else it goes or stays as a whole.
    private Rest openBelow(Bucket bucket) {
        double end = bucket.upper();
        boolean fromZero = end > 0 && !Double.isInfinite(end);
        if (upper) {
            if (bound > 0 && fromZero) {
                return new Rest(bucket.count() * bound / end, bound / 2);
            }
            return end <= 0 ? new Rest(bucket.count(), bound) : new Rest(0, finite(end));
        }
        if (bound == Double.NEGATIVE_INFINITY) {
            return new Rest(bucket.count(), 0);
        }
        if (bound >= 0 && end > bound && fromZero) {
            return new Rest(bucket.count() * (1 - bound / end), (bound + end) / 2);
        }
        return new Rest(0, finite(end));
    }

    /// A bucket up to +Inf stays as a whole or goes.
    private Rest openAbove(Bucket bucket) {
        return !upper && bound >= bucket.lower()
                ? new Rest(bucket.count(), bound)
                : new Rest(0, finite(bucket.lower()));
    }

    private static double finite(double value) {
        return Double.isInfinite(value) ? 0 : value;
    }

    private Rest ofZeroBucket(NavigableMap<Integer, Double> positive, NavigableMap<Integer, Double> negative) {
        boolean hasPositive = isPopulated(histogram.positive());
        boolean hasNegative = isPopulated(histogram.negative());
        double start = hasPositive && !hasNegative ? 0 : -histogram.scale().zeroThreshold();
        double end = hasNegative && !hasPositive ? 0 : histogram.scale().zeroThreshold();
        boolean whole = upper ? bound >= end : bound <= start;
        boolean none = upper ? bound <= start : bound >= end;
        // The beginning is looked at first, which decides where the zero bucket has no width.
        if (bound <= start ? !upper : whole && !(bound <= start)) {
            return new Rest(histogram.zeroCount(), (start + end) / 2);
        }
        if (none) {
            return new Rest(0, 0);
        }
        return upper
                ? new Rest(histogram.zeroCount() * ((bound - start) / (end - start)), (start + bound) / 2)
                : new Rest(histogram.zeroCount() * ((end - bound) / (end - start)), (bound + end) / 2);
    }

    private static boolean isPopulated(NavigableMap<Integer, Double> buckets) {
        return buckets.values().stream().anyMatch(v -> v != 0);
    }

    private double middle(double start, double end, boolean positive) {
        if (Double.isInfinite(start)) {
            if (Double.isInfinite(end)) {
                return 0;
            }
            return end > 0 ? end / 2 : end;
        }
        if (Double.isInfinite(end)) {
            return start;
        }
        if (histogram.isCustom()) {
            return (start + end) / 2;
        }
        double geometric = Math.sqrt(Math.abs(start * end));
        return positive ? geometric : -geometric;
    }
}
