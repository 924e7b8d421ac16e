package io.hypnos.series.histogram;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StaleMarker;

/// A native histogram whose counts may be fractions, as PromQL and downsampling make them.
///
/// @param count     observations
/// @param zeroCount observations in the zero bucket
/// @param sum       sum of all observations
/// @param buckets   counts of the layout's buckets, positive ones first; lent, never changed
public record FloatHistogram(CounterResetHint hint, HistogramLayout layout, double count, double zeroCount, double sum,
        double[] buckets) implements Histogram {

    /// A stale marker.
    public static final FloatHistogram STALE = new FloatHistogram(CounterResetHint.UNKNOWN, HistogramLayout.EMPTY, 0, 0,
            StaleMarker.VALUE, new double[0]);

    public FloatHistogram {
        if (buckets.length != layout.bucketCount()) {
            throw new IllegalArgumentException(
                    "a layout of " + layout.bucketCount() + " buckets with " + buckets.length + " counts");
        }
    }

    @Override
    public FloatHistogram withHint(CounterResetHint hint) {
        return hint == this.hint ? this : new FloatHistogram(hint, layout, count, zeroCount, sum, buckets);
    }

    @Override
    public FloatHistogram toFloat() {
        return this;
    }

    /// Why this may not be stored; null when it may.
    public @Nullable HistogramProblem validate() {
        return HistogramValidation.check(this);
    }

    /// A walk over the buckets.
    public BucketCursor buckets(BucketCursor.Order order) {
        return BucketCursor.of(order, layout, buckets, 0, zeroCount);
    }

    /// Whether the two can be added: exponential and custom buckets cannot be brought together.
    public boolean isCompatibleWith(FloatHistogram other) {
        return layout.usesCustomBuckets() == other.layout.usesCustomBuckets();
    }

    /// The sum of the two, which must be compatible; see [HistogramAccumulator], which also tells what had to be reconciled.
    public FloatHistogram plus(FloatHistogram other) {
        var sum = HistogramAccumulator.plain(this);
        sum.add(other);
        return sum.result();
    }

    /// This without the other, which must be compatible. The hint comes out as in a sum.
    public FloatHistogram minus(FloatHistogram other) {
        var difference = HistogramAccumulator.plain(this);
        difference.subtract(other);
        return difference.result();
    }

    /// All counts and the sum times `factor`; a gauge if that is negative.
    public FloatHistogram times(double factor) {
        var product = HistogramAccumulator.plain(this);
        product.multiply(factor);
        return product.result();
    }

    /// All counts and the sum divided by `divisor`; a gauge if that is negative. Without buckets if it is 0.
    public FloatHistogram dividedBy(double divisor) {
        var quotient = HistogramAccumulator.plain(this);
        quotient.divide(divisor);
        return quotient.result();
    }

    /// The same observations in an exponential schema not above this one.
    public FloatHistogram reduceTo(int schema) {
        if (schema == layout.schema()) {
            return this;
        }
        LayoutReduction reduction = layout.reduceTo(schema);
        return new FloatHistogram(hint, reduction.layout(), count, zeroCount, sum, reduction.apply(buckets, 0));
    }

    /// The same without empty buckets, except for runs of at most `maxEmptyBuckets` between populated ones.
    public FloatHistogram compact(int maxEmptyBuckets) {
        var compaction = new HistogramCompaction(layout, buckets, null, maxEmptyBuckets);
        return new FloatHistogram(hint, compaction.layout(), count, zeroCount, sum, compaction.apply(buckets));
    }

    /// Whether the counter was reset since `previous`: by this one's hint if that says so, else by comparing all counts.
    public boolean isResetSince(FloatHistogram previous) {
        return CounterResets.between(previous, this);
    }

    /// Same hint and layout, and the same bits in every number.
    @Override
    public boolean equals(Object o) {
        return o instanceof FloatHistogram other && hint == other.hint && sameBits(count, other.count)
                && sameBits(zeroCount, other.zeroCount) && sameBits(sum, other.sum) && layout.equals(other.layout)
                && sameBits(buckets, other.buckets);
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    private static boolean sameBits(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (!sameBits(a[i], b[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return (Double.hashCode(count) * 31 + Double.hashCode(sum)) * 31 + Arrays.hashCode(buckets);
    }

    @Override
    public String toString() {
        return "FloatHistogram[" + hint + " " + layout + " count=" + count + " zeroCount=" + zeroCount + " sum=" + sum
                + " " + Arrays.toString(buckets) + "]";
    }
}
