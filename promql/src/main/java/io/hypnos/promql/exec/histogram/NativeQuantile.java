package io.hypnos.promql.exec.histogram;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.number.GoMath;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.BucketCursor;
import io.hypnos.series.histogram.BucketCursor.Order;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;

/// Quantiles of native histograms.
///
/// Inside custom buckets and the zero bucket, observations are taken to be spread evenly; inside exponential buckets, evenly on a logarithmic
/// scale. A zero bucket with buckets on one side only is taken to end at zero. Observations of NaN are counted but lie in no bucket.
public final class NativeQuantile {

    private final Remarks remarks;
    private final Origin origin;

    public NativeQuantile(Remarks remarks, Origin origin) {
        this.remarks = remarks;
        this.origin = origin;
    }

    /// @param metric the metric's name for remarks; may be empty
    public double of(double q, HistogramColumn column, int row, String metric) {
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        double total = column.count(row);
        if (total == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        HistogramLayout layout = column.layout(row);
        boolean hasNans = Double.isNaN(column.sum(row));
        boolean ascending = hasNans || q < 0.5;
        double rank = ascending ? q * total : (1 - q) * total;
        BucketCursor bucket = column.buckets(row, ascending ? Order.ALL_ASCENDING : Order.ALL_DESCENDING);
        double lower = 0;
        double upper = 0;
        double inBucket = 0;
        double count = 0;
        while (bucket.next()) {
            inBucket = bucket.count();
            lower = bucket.lower();
            upper = bucket.upper();
            if (inBucket == 0) {
                continue;
            }
            count += inBucket;
            if (count >= rank) {
                break;
            }
        }
        if (layout.usesCustomBuckets()) {
            if (lower == Double.NEGATIVE_INFINITY) {
                if (upper <= 0) {
                    return upper;
                }
                lower = 0;
            } else if (upper == Double.POSITIVE_INFINITY) {
                return lower;
            }
        } else if (lower < 0 && upper > 0) {
            if (isOneSided(layout.negative().bucketCount(), layout.positive().bucketCount())) {
                lower = 0;
            } else if (isOneSided(layout.positive().bucketCount(), layout.negative().bucketCount())) {
                upper = 0;
            }
        }
        count = Math.min(count, total);
        if (count < rank) {
            if (hasNans) {
                remarks.quantileIsNan(metric, origin);
                return Double.NaN;
            }
            return upper;
        }
        rank = ascending ? rank - (count - inBucket) : count - rank;
        if (hasNans) {
            // Prometheus goes on with the last bucket, whichever one the rank fell into.
            while (bucket.next()) {
                inBucket = bucket.count();
                lower = bucket.lower();
                upper = bucket.upper();
                count += inBucket;
            }
            if (count < total) {
                remarks.quantileIsSkewed(metric, origin);
            }
        }
        return interpolate(rank / inBucket, lower, upper, layout.usesCustomBuckets());
    }

    private static boolean isOneSided(int none, int some) {
        return none == 0 && some > 0;
    }

    private static double interpolate(double fraction, double lower, double upper, boolean custom) {
        if (custom || lower <= 0 && upper >= 0) {
            return lower + (upper - lower) * fraction;
        }
        double logLower = GoMath.log2(Math.abs(lower));
        double logUpper = GoMath.log2(Math.abs(upper));
        if (lower > 0) {
            return GoMath.exp2(logLower + (logUpper - logLower) * fraction);
        }
        return -GoMath.exp2(logUpper + (logLower - logUpper) * (1 - fraction));
    }
}
