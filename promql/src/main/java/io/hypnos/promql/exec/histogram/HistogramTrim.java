package io.hypnos.promql.exec.histogram;

import io.hypnos.series.histogram.BucketCursor;
import io.hypnos.series.histogram.BucketCursor.Order;
import io.hypnos.series.histogram.FloatHistogram;

/// `</` and `>/`: the observations of a histogram below or above a number. Buckets that the number cuts are divided as quantiles are
/// interpolated: linearly in custom buckets and the zero bucket, exponentially in others. Count and sum are computed anew, from the middles
/// of the buckets, when anything was cut off.
public final class HistogramTrim {

    private final FloatHistogram histogram;
    private final double bound;
    private final boolean upper;
    private final boolean custom;
    private final double[] buckets;
    private double count;
    private double sum;
    private boolean trimmed;

    private HistogramTrim(FloatHistogram histogram, double bound, boolean upper) {
        this.histogram = histogram;
        this.bound = bound;
        this.upper = upper;
        this.custom = histogram.layout().usesCustomBuckets();
        this.buckets = histogram.buckets().clone();
    }

    /// The observations up to `bound`.
    public static FloatHistogram upper(FloatHistogram histogram, double bound) {
        return new HistogramTrim(histogram, bound, true).result();
    }

    /// The observations from `bound` on.
    public static FloatHistogram lower(FloatHistogram histogram, double bound) {
        return new HistogramTrim(histogram, bound, false).result();
    }

    private FloatHistogram result() {
        boolean hasPositive = side(Order.POSITIVE_OUTWARD);
        boolean hasNegative = side(Order.NEGATIVE_OUTWARD);
        double zeroCount = zeroBucket(hasNegative, hasPositive);
        if (!trimmed) {
            return histogram;
        }
        return new FloatHistogram(histogram.hint(), histogram.layout(), count, zeroCount, sum, buckets).compact(0);
    }

    /// Trims the buckets of one side; false when all of them are empty.
    private boolean side(Order order) {
        boolean populated = false;
        boolean positive = order == Order.POSITIVE_OUTWARD;
        BucketCursor bucket = histogram.buckets(order);
        while (bucket.next()) {
            if (bucket.count() == 0) {
                continue;
            }
            populated = true;
            double lower = bucket.lower();
            double higher = bucket.upper();
            if (upper ? higher <= bound : lower >= bound) {
                take(bucket.count(), middle(lower, higher, positive));
            } else if (upper ? lower < bound : higher > bound) {
                cut(bucket, lower, higher, positive);
            } else {
                buckets[bucket.place()] = 0;
                trimmed = true;
            }
        }
        return populated;
    }

    private void take(double observations, double middle) {
        count += observations;
        sum += middle * observations;
    }

    private void cut(BucketCursor bucket, double lower, double higher, boolean positive) {
        double kept;
        double middle;
        if (Double.isInfinite(lower) || Double.isInfinite(higher)) {
            double[] part = cutInfinite(bucket.count(), lower, higher);
            kept = part[0];
            middle = part[1];
        } else {
            double below = bucket.count() * fractionBelow(lower, higher);
            kept = upper ? below : bucket.count() - below;
            middle = upper ? middle(lower, bound, positive) : middle(bound, higher, positive);
        }
        take(kept, middle);
        if (buckets[bucket.place()] != kept) {
            buckets[bucket.place()] = kept;
            trimmed = true;
        }
    }

    /// The part of a finite bucket that lies below the bound, which is inside.
    private double fractionBelow(double lower, double higher) {
        return BucketFraction.below(bound, lower, higher, custom);
    }

    /// Of a bucket that ends in infinity nobody knows where its observations are: it goes as a whole, but for a lowest bucket that ends above
    /// zero, which is taken to begin at zero.
    ///
    /// @return the observations kept and their middle
    private double[] cutInfinite(double observations, double lower, double higher) {
        if (lower == Double.NEGATIVE_INFINITY) {
            return cutLowest(observations, lower, higher);
        }
        double middle = Double.isInfinite(lower) ? 0 : lower;
        if (upper) {
            return new double[]{0, middle};
        }
        return bound >= lower ? new double[]{observations, bound} : new double[]{0, middle};
    }

    private double[] cutLowest(double observations, double lower, double higher) {
        double gone = Double.isInfinite(higher) ? 0 : higher;
        if (upper) {
            if (bound >= higher) {
                return new double[]{observations, 0};
            }
            if (bound > 0 && higher > 0 && higher != Double.POSITIVE_INFINITY) {
                return new double[]{observations * bound / higher, bound / 2};
            }
            return higher <= 0 ? new double[]{observations, bound} : new double[]{0, gone};
        }
        if (bound <= lower) {
            return new double[]{observations, 0};
        }
        if (bound >= 0 && higher > bound && higher != Double.POSITIVE_INFINITY) {
            return new double[]{observations * (1 - bound / higher), (bound + higher) / 2};
        }
        return new double[]{0, gone};
    }

    private double zeroBucket(boolean hasNegative, boolean hasPositive) {
        double observations = histogram.zeroCount();
        if (!(observations > 0)) {
            return observations;
        }
        double threshold = histogram.layout().zeroThreshold();
        double lower = hasPositive && !hasNegative ? 0 : -threshold;
        double higher = hasNegative && !hasPositive ? 0 : threshold;
        double kept;
        double middle;
        if (bound <= lower) {
            kept = upper ? 0 : observations;
            middle = upper ? 0 : (lower + higher) / 2;
        } else if (bound >= higher) {
            kept = upper ? observations : 0;
            middle = upper ? (lower + higher) / 2 : 0;
        } else if (upper) {
            kept = observations * ((bound - lower) / (higher - lower));
            middle = (lower + bound) / 2;
        } else {
            kept = observations * ((higher - bound) / (higher - lower));
            middle = (bound + higher) / 2;
        }
        trimmed |= observations != kept;
        sum += middle * kept;
        count += kept;
        return kept;
    }

    private double middle(double lower, double higher, boolean positive) {
        if (Double.isInfinite(lower)) {
            if (Double.isInfinite(higher)) {
                return 0;
            }
            return higher > 0 ? higher / 2 : higher;
        }
        if (Double.isInfinite(higher)) {
            return lower;
        }
        if (custom) {
            return (lower + higher) / 2;
        }
        double geometric = Math.sqrt(Math.abs(lower * higher));
        return positive ? geometric : -geometric;
    }
}
