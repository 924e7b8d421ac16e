package io.hypnos.series.histogram;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.KahanSum;

/// How a layout's buckets fall together in an exponential schema of lower resolution.
///
/// @param layout the layout in the lower resolution
/// @param target for each bucket of the old layout the bucket of the new one that it is counted in; lent
public record LayoutReduction(HistogramLayout layout, int[] target) {

    /// The reduction of an exponential layout to `schema`, which must not be above its own.
    static LayoutReduction of(HistogramLayout layout, int schema) {
        if (layout.usesCustomBuckets() || schema > layout.schema() || schema == HistogramLayout.CUSTOM_BUCKETS) {
            throw new IllegalArgumentException("no reduction from schema " + layout.schema() + " to " + schema);
        }
        int shift = Math.min(layout.schema() - schema, Integer.SIZE - 1);
        int[] target = new int[layout.bucketCount()];
        Spans positive = reduce(layout.positive(), shift, target, 0, 0);
        Spans negative = reduce(layout.negative(), shift, target, layout.positive().bucketCount(),
                positive.bucketCount());
        return new LayoutReduction(
                new HistogramLayout(schema, layout.zeroThreshold(), positive, negative, layout.customValues()), target);
    }

    private static Spans reduce(Spans spans, int shift, int[] target, int from, int firstTarget) {
        int[] indices = spans.bucketIndices();
        int[] reduced = new int[indices.length];
        int size = 0;
        for (int i = 0; i < indices.length; i++) {
            int index = reduceIndex(indices[i], shift);
            if (size == 0 || reduced[size - 1] != index) {
                reduced[size++] = index;
            }
            target[from + i] = firstTarget + size - 1;
        }
        return Spans.ofIndices(reduced, size);
    }

    /// The index that bucket `index` is counted in when the schema is lower by `shift`.
    static int reduceIndex(int index, int shift) {
        return (index - 1 >> shift) + 1;
    }

    /// The counts in the new layout, each the sum of the old ones in their order.
    public double[] apply(double[] counts, int offset) {
        double[] sums = new double[layout.bucketCount()];
        // The one number that leaves every other as it is when added, -0.0 included.
        Arrays.fill(sums, -0.0);
        for (int i = 0; i < target.length; i++) {
            sums[target[i]] += counts[offset + i];
        }
        return sums;
    }

    /// As [#apply(double\[\], int)] with rounding errors kept aside.
    ///
    /// @param errors    those of the old counts, or null
    /// @param newErrors receives those of the new counts
    double[] apply(double[] counts, double @Nullable [] errors, int offset, double[] newErrors) {
        double[] sums = new double[layout.bucketCount()];
        int last = -1;
        for (int i = 0; i < target.length; i++) {
            int at = target[i];
            double error = errors == null ? 0 : errors[i];
            if (at != last) {
                sums[at] = counts[offset + i];
                newErrors[at] = error;
                last = at;
                continue;
            }
            for (double addend : new double[]{counts[offset + i], error}) {
                double next = sums[at] + addend;
                newErrors[at] = KahanSum.compensation(sums[at], addend, next, newErrors[at]);
                sums[at] = next;
            }
        }
        return sums;
    }

    public long[] apply(long[] counts) {
        long[] sums = new long[layout.bucketCount()];
        for (int i = 0; i < target.length; i++) {
            sums[target[i]] += counts[i];
        }
        return sums;
    }
}
