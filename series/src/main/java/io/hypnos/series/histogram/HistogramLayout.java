package io.hypnos.series.histogram;

import java.util.Arrays;

/// Which buckets a native histogram has, without their counts. Immutable; all histograms of one chunk share one layout.
///
/// Buckets are numbered by an absolute index. With an exponential schema `s` in -4..8 the positive bucket `i` covers
/// `(base^(i-1), base^i]` with `base = 2^(2^-s)`, negative buckets mirror it, and `[-zeroThreshold, zeroThreshold]` is the zero bucket.
/// With [#CUSTOM_BUCKETS] the bucket `i` ends at `customValues[i]`, the last one at +Inf, and there is neither a zero bucket nor a
/// negative side. Only the buckets of the spans exist: a span is a run of consecutive indices.
public final class HistogramLayout {

    /// The schema of histograms whose bucket bounds are listed.
    public static final int CUSTOM_BUCKETS = -53;
    public static final int MIN_EXPONENTIAL_SCHEMA = -4;
    public static final int MAX_EXPONENTIAL_SCHEMA = 8;

    /// No buckets at all, as stale histograms have.
    public static final HistogramLayout EMPTY = new HistogramLayout(0, 0, Spans.NONE, Spans.NONE, new double[0]);

    private final int schema;
    private final double zeroThreshold;
    private final Spans positive;
    private final Spans negative;
    private final double[] customValues;

    /// @param customValues upper bounds in ascending order without +Inf; lent, never changed
    public HistogramLayout(int schema, double zeroThreshold, Spans positive, Spans negative, double[] customValues) {
        this.schema = schema;
        this.zeroThreshold = zeroThreshold;
        this.positive = positive;
        this.negative = negative;
        this.customValues = customValues;
    }

    public int schema() {
        return schema;
    }

    public double zeroThreshold() {
        return zeroThreshold;
    }

    public Spans positive() {
        return positive;
    }

    public Spans negative() {
        return negative;
    }

    /// Upper bounds of the custom buckets; empty with an exponential schema. Lent: do not write.
    public double[] customValues() {
        return customValues;
    }

    public boolean usesCustomBuckets() {
        return schema == CUSTOM_BUCKETS;
    }

    /// Number of bucket counts that a histogram of this layout has: the positive ones first, then the negative ones.
    public int bucketCount() {
        return positive.bucketCount() + negative.bucketCount();
    }

    /// Whether bucket `i` means the same in both, custom bounds aside: one schema and one zero threshold.
    public boolean hasScaleOf(HistogramLayout other) {
        return schema == other.schema && zeroThreshold == other.zeroThreshold;
    }

    /// Whether both list the same custom bounds, as numbers.
    public boolean hasBoundsOf(HistogramLayout other) {
        double[] a = customValues;
        double[] b = other.customValues;
        if (a == b) {
            return true;
        }
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether both have the same buckets, in whatever spans.
    public boolean hasBucketsOf(HistogramLayout other) {
        return this == other || positive.hasBucketsOf(other.positive) && negative.hasBucketsOf(other.negative);
    }

    /// Where bucket `index` of the positive side ends: its inclusive upper bound. Negative buckets end at the same distance from zero.
    ///
    /// @throws IllegalArgumentException for a custom bucket that there is no bound for
    public double upperBound(int index) {
        if (schema != CUSTOM_BUCKETS) {
            return ExponentialBounds.upper(index, schema);
        }
        if (index < -1 || index > customValues.length) {
            throw new IllegalArgumentException("bucket " + index + " of " + customValues.length + " custom bounds");
        }
        return index < 0
                ? Double.NEGATIVE_INFINITY
                : index == customValues.length ? Double.POSITIVE_INFINITY : customValues[index];
    }

    /// How the buckets fall together in a lower resolution.
    ///
    /// @param schema exponential and not above this layout's, which must be exponential
    public LayoutReduction reduceTo(int schema) {
        return LayoutReduction.of(this, schema);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HistogramLayout other && schema == other.schema
                && Double.doubleToRawLongBits(zeroThreshold) == Double.doubleToRawLongBits(other.zeroThreshold)
                && positive.equals(other.positive) && negative.equals(other.negative)
                && Arrays.equals(customValues, other.customValues);
    }

    @Override
    public int hashCode() {
        return ((schema * 31 + Double.hashCode(zeroThreshold)) * 31 + positive.hashCode()) * 31 + negative.hashCode();
    }

    @Override
    public String toString() {
        return "schema=" + schema + " zeroThreshold=" + zeroThreshold + " positive=" + positive + " negative="
                + negative + (customValues.length == 0 ? "" : " bounds=" + Arrays.toString(customValues));
    }
}
