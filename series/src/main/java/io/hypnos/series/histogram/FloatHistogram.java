package io.hypnos.series.histogram;

import java.util.Arrays;

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
