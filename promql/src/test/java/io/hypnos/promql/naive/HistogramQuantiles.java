package io.hypnos.promql.naive;

import java.util.List;

import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.naive.NaiveHistogram.Bucket;

/// Quantiles and fractions of a native histogram.
///
/// @param metric empty when it shall not be named
record HistogramQuantiles(Remarks remarks, String metric, PositionRange position) {

    double quantile(double q, NaiveHistogram histogram) {
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (histogram.count() == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        // Observations that are NaN are in the count but in no bucket, so counting has to begin at the lowest bucket then.
        boolean nanSum = Double.isNaN(histogram.sum());
        boolean upwards = nanSum || q < 0.5;
        double rank = (upwards ? q : 1 - q) * histogram.count();
        List<Bucket> buckets = upwards ? histogram.allBuckets() : histogram.allBuckets().reversed();
        double counted = 0;
        Bucket bucket = new Bucket(0, 0, 0);
        int next = 0;
        while (next < buckets.size()) {
            bucket = buckets.get(next++);
            counted += bucket.count();
            if (bucket.count() != 0 && counted >= rank) {
                break;
            }
        }
        if (histogram.isCustom()) {
            if (bucket.lower() == Double.NEGATIVE_INFINITY) {
                if (bucket.upper() <= 0) {
                    return bucket.upper();
                }
                bucket = bucket.withLower(0);
            } else if (bucket.upper() == Double.POSITIVE_INFINITY) {
                return bucket.lower();
            }
        } else if (bucket.lower() < 0 && bucket.upper() > 0) {
            bucket = oneSided(histogram, bucket);
        }
        counted = Math.min(counted, histogram.count());
        if (counted < rank) {
            if (nanSum) {
                remarks.inform("input to histogram_quantile has NaN observations, result is NaN"
                        + Remarks.named(metric), position);
                return Double.NaN;
            }
            return bucket.upper();
        }
        rank = upwards ? rank - (counted - bucket.count()) : counted - rank;
        if (nanSum) {
            double all = counted;
            for (Bucket rest : buckets.subList(next, buckets.size())) {
                all += rest.count();
            }
            if (next < buckets.size()) {
                bucket = buckets.getLast();
            }
            if (all < histogram.count()) {
                remarks.inform("input to histogram_quantile has NaN observations, result is skewed higher"
                        + Remarks.named(metric), position);
            }
        }
        return interpolated(histogram, bucket, rank / bucket.count());
    }

    private static double interpolated(NaiveHistogram histogram, Bucket bucket, double fraction) {
        if (histogram.isCustom() || bucket.lower() <= 0 && bucket.upper() >= 0) {
            return bucket.lower() + (bucket.upper() - bucket.lower()) * fraction;
        }
        double lower = NaiveMath.log2(Math.abs(bucket.lower()));
        double upper = NaiveMath.log2(Math.abs(bucket.upper()));
        if (bucket.lower() > 0) {
            return Math.pow(2, lower + (upper - lower) * fraction);
        }
        return -Math.pow(2, upper + (lower - upper) * (1 - fraction));
    }

    /// The zero bucket ends at 0 where all other buckets are on one side.
    private static Bucket oneSided(NaiveHistogram histogram, Bucket zero) {
        if (histogram.negative().isEmpty() && !histogram.positive().isEmpty()) {
            return zero.withLower(0);
        }
        if (histogram.positive().isEmpty() && !histogram.negative().isEmpty()) {
            return zero.withUpper(0);
        }
        return zero;
    }

    double fraction(double lower, double upper, NaiveHistogram histogram) {
        if (histogram.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        double all = histogram.count();
        if (Double.isNaN(histogram.sum())) {
            all = 0;
            for (Bucket bucket : histogram.allBuckets()) {
                all += bucket.count();
            }
            if (all < histogram.count()) {
                remarks.inform(
                        "input to histogram_fraction has NaN observations, which are excluded from all fractions"
                                + Remarks.named(metric),
                        position);
            }
        }
        double below = rank(histogram, lower, all);
        return (rank(histogram, upper, all) - below) / histogram.count();
    }

    /// Observations up to a value, at most `all`.
    private static double rank(NaiveHistogram histogram, double value, double all) {
        double below = 0;
        for (Bucket raw : histogram.allBuckets()) {
            boolean zero = raw.lower() <= 0 && raw.upper() >= 0;
            Bucket bucket = zero ? oneSided(histogram, raw) : raw;
            if (bucket.lower() >= value) {
                return clipped(below, all);
            }
            if (bucket.upper() > value) {
                boolean linear = histogram.isCustom() || zero;
                double inside = linear && bucket.lower() == Double.NEGATIVE_INFINITY
                        ? bucket.count()
                        : below + bucket.count() * bucket.fractionBelow(value, linear);
                return clipped(inside, all);
            }
            below += bucket.count();
        }
        return all;
    }

    private static double clipped(double rank, double all) {
        return rank > all ? all : rank;
    }
}
