package io.hypnos.promql.naive;

import java.util.Arrays;

import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.Spans;

/// Where the buckets of a native histogram lie.
///
/// @param schema        exponential schema, or [HistogramLayout#CUSTOM_BUCKETS]
/// @param zeroThreshold half the width of the zero bucket
/// @param custom        upper bounds of custom buckets without +Inf; empty with an exponential schema
public record BucketScale(int schema, double zeroThreshold, double[] custom) {

    static BucketScale exponential(int schema, double zeroThreshold) {
        return new BucketScale(schema, zeroThreshold, new double[0]);
    }

    static BucketScale custom(double[] bounds) {
        return new BucketScale(HistogramLayout.CUSTOM_BUCKETS, 0, bounds);
    }

    public boolean isCustom() {
        return schema == HistogramLayout.CUSTOM_BUCKETS;
    }

    BucketScale withSchema(int other) {
        return new BucketScale(other, zeroThreshold, custom);
    }

    BucketScale withZeroThreshold(double other) {
        return new BucketScale(schema, other, custom);
    }

    boolean hasBounds(double[] other) {
        return Arrays.equals(custom, other);
    }

    /// Upper bound of positive bucket `index`; negative buckets mirror it.
    double bound(int index) {
        if (isCustom()) {
            if (index < 0) {
                return Double.NEGATIVE_INFINITY;
            }
            return index < custom.length ? custom[index] : Double.POSITIVE_INFINITY;
        }
        return new HistogramLayout(schema, zeroThreshold, Spans.NONE, Spans.NONE, custom).upperBound(index);
    }

    /// The bucket of a coarser exponential schema into which bucket `index` falls.
    int coarser(int index, int target) {
        return ((index - 1) >> (schema - target)) + 1;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof BucketScale other && schema == other.schema && zeroThreshold == other.zeroThreshold
                && Arrays.equals(custom, other.custom);
    }

    @Override
    public int hashCode() {
        return schema * 31 + Arrays.hashCode(custom);
    }
}
