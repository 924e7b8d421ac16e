package io.hypnos.promql.exec.histogram;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.BucketCursor;
import io.hypnos.series.histogram.BucketCursor.Order;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;

/// The part of a native histogram's observations that lie between two numbers; the inverse of [NativeQuantile], with the same assumptions.
public final class NativeFraction {

    private final Remarks remarks;
    private final Origin origin;

    public NativeFraction(Remarks remarks, Origin origin) {
        this.remarks = remarks;
        this.origin = origin;
    }

    /// @param metric the metric's name for remarks; may be empty
    public double of(double lower, double upper, HistogramColumn column, int row, String metric) {
        double total = column.count(row);
        if (total == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        HistogramLayout layout = column.layout(row);
        BucketCursor bucket = column.buckets(row, Order.ALL_ASCENDING);
        var below = new Rank(lower);
        var above = new Rank(upper);
        double count = 0;
        double rank = 0;
        while (bucket.next()) {
            double inBucket = bucket.count();
            count += inBucket;
            double from = bucket.lower();
            double to = bucket.upper();
            boolean zero = from <= 0 && to >= 0;
            if (zero && isOneSided(layout.negative().bucketCount(), layout.positive().bucketCount())) {
                from = 0;
            } else if (zero && isOneSided(layout.positive().bucketCount(), layout.negative().bucketCount())) {
                to = 0;
            }
            boolean linear = layout.usesCustomBuckets() || zero;
            below.see(from, to, rank, inBucket, linear);
            above.see(from, to, rank, inBucket, linear);
            if (below.found && above.found) {
                break;
            }
            rank += inBucket;
        }
        if (Double.isNaN(column.sum(row))) {
            while (bucket.next()) {
                count += bucket.count();
            }
            if (count < total) {
                remarks.fractionExcludesNans(metric, origin);
            }
        } else {
            count = total;
        }
        return (above.rank(count) - below.rank(count)) / total;
    }

    private static boolean isOneSided(int none, int some) {
        return none == 0 && some > 0;
    }

    /// How many observations lie below a number.
    private static final class Rank {

        private final double value;
        private double rank;
        private boolean found;

        Rank(double value) {
            this.value = value;
        }

        /// Looks at the next bucket, before which there are `before` observations.
        void see(double from, double to, double before, double inBucket, boolean linear) {
            if (found) {
                return;
            }
            if (from >= value) {
                rank = before;
                found = true;
            } else if (to > value) {
                // Nothing can be said about a place inside of a bucket without end: from the one below it counts as a whole.
                rank = linear && from == Double.NEGATIVE_INFINITY
                        ? inBucket
                        : before + inBucket * BucketFraction.below(value, from, to, linear);
                found = true;
            }
        }

        double rank(double count) {
            return found && !(rank > count) ? rank : count;
        }
    }
}
