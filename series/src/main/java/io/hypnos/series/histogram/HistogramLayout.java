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
