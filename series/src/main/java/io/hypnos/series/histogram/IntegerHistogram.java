package io.hypnos.series.histogram;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StaleMarker;

/// A native histogram that counts whole observations.
///
/// @param count     observations, as an unsigned number
/// @param zeroCount observations in the zero bucket, as an unsigned number
/// @param sum       sum of all observations
/// @param buckets   counts (not deltas) of the layout's buckets, positive ones first; lent, never changed
public record IntegerHistogram(CounterResetHint hint, HistogramLayout layout, long count, long zeroCount, double sum,
        long[] buckets) implements Histogram {

    /// A stale marker.
    public static final IntegerHistogram STALE = new IntegerHistogram(CounterResetHint.UNKNOWN, HistogramLayout.EMPTY,
            0, 0, StaleMarker.VALUE, new long[0]);

    public IntegerHistogram {
        if (buckets.length != layout.bucketCount()) {
            throw new IllegalArgumentException(
                    "a layout of " + layout.bucketCount() + " buckets with " + buckets.length + " counts");
        }
    }

    /// Counts from the form of the wire and of chunks: on each side the first count, then the difference of each from the one before.
    /// Changes the array.
    ///
    /// @param deltas positive buckets first
    /// @param split  number of positive buckets
    public static long[] countsFromDeltas(long[] deltas, int split) {
        for (int i = 1; i < deltas.length; i++) {
            if (i != split) {
                deltas[i] += deltas[i - 1];
            }
        }
        return deltas;
    }

    /// The difference of bucket `i` from the one before on its side, as the wire and chunks have it.
    public long delta(int i) {
        return i == 0 || i == layout.positive().bucketCount() ? buckets[i] : buckets[i] - buckets[i - 1];
    }

    /// Why this may not be stored; null when it may.
    public @Nullable HistogramProblem validate() {
        return HistogramValidation.check(this);
    }

    /// The same observations in an exponential schema not above this one.
    public IntegerHistogram reduceTo(int schema) {
        if (schema == layout.schema()) {
            return this;
        }
        LayoutReduction reduction = layout.reduceTo(schema);
        return new IntegerHistogram(hint, reduction.layout(), count, zeroCount, sum, reduction.apply(buckets));
    }

    @Override
    public IntegerHistogram withHint(CounterResetHint hint) {
        return hint == this.hint ? this : new IntegerHistogram(hint, layout, count, zeroCount, sum, buckets);
    }

    @Override
    public FloatHistogram toFloat() {
        double[] floats = new double[buckets.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = buckets[i];
        }
        return new FloatHistogram(hint, layout, toDouble(count), toDouble(zeroCount), sum, floats);
    }

    /// The nearest double to an unsigned number.
    public static double toDouble(long unsigned) {
        if (unsigned >= 0) {
            return unsigned;
        }
        // Halved with the lost bit kept sticky, so that the one rounding is the right one.
        return (double) (unsigned >>> 1 | unsigned & 1) * 2;
    }

    /// Same hint, layout, counts and bits of the sum.
    @Override
    public boolean equals(Object o) {
        return o instanceof IntegerHistogram other && hint == other.hint && count == other.count
                && zeroCount == other.zeroCount
                && Double.doubleToRawLongBits(sum) == Double.doubleToRawLongBits(other.sum)
                && layout.equals(other.layout) && Arrays.equals(buckets, other.buckets);
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(count) * 31 + Double.hashCode(sum)) * 31 + Arrays.hashCode(buckets);
    }

    @Override
    public String toString() {
        return "IntegerHistogram[" + hint + " " + layout + " count=" + Long.toUnsignedString(count) + " zeroCount="
                + Long.toUnsignedString(zeroCount) + " sum=" + sum + " " + Arrays.toString(buckets) + "]";
    }
}
