package io.hypnos.series.histogram;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.KahanSum;

/// Counts of histograms with custom bounds, mapped to coarser bounds that all of them have.
final class CustomBuckets {

    private final double[] bounds;
    private final double[] sums;
    private final double[] errors;

    CustomBuckets(double[] bounds) {
        this.bounds = bounds;
        sums = new double[bounds.length + 1];
        errors = new double[bounds.length + 1];
    }

    /// The bounds that are in both lists.
    static double[] intersect(double[] a, double[] b) {
        double[] common = new double[Math.min(a.length, b.length)];
        int size = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length;) {
            if (a[i] == b[j]) {
                common[size++] = a[i];
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return Arrays.copyOf(common, size);
    }

    /// The observations of a histogram between the given bounds.
    static double[] sums(double[] bounds, FloatHistogram histogram) {
        var mapped = new CustomBuckets(bounds);
        mapped.add(histogram.layout(), histogram.buckets(), null, 0, 1);
        return mapped.sums;
    }

    /// Adds each bucket to the one that its upper bound falls in.
    void add(HistogramLayout layout, double[] counts, double @Nullable [] countErrors, int offset, int sign) {
        int[] indices = layout.positive().bucketIndices();
        double[] from = layout.customValues();
        int at = 0;
        for (int i = 0; i < indices.length; i++) {
            while (at < bounds.length && (indices[i] >= from.length || bounds[at] < from[indices[i]])) {
                at++;
            }
            add(at, sign * counts[offset + i]);
            if (countErrors != null) {
                add(at, sign * countErrors[i]);
            }
        }
    }

    private void add(int at, double addend) {
        double next = sums[at] + addend;
        errors[at] = KahanSum.compensation(sums[at], addend, next, errors[at]);
        sums[at] = next;
    }

    /// The buckets that hold anything.
    HistogramLayout layout() {
        int[] indices = new int[sums.length];
        int size = 0;
        for (int i = 0; i < sums.length; i++) {
            if (isPopulated(i)) {
                indices[size++] = i;
            }
        }
        return new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0, Spans.ofIndices(indices, size), Spans.NONE,
                bounds);
    }

    private boolean isPopulated(int i) {
        return sums[i] != 0 || errors[i] != 0;
    }

    double[] counts() {
        return populated(sums);
    }

    double[] errors() {
        return populated(errors);
    }

    private double[] populated(double[] numbers) {
        double[] populated = new double[numbers.length];
        int size = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (isPopulated(i)) {
                populated[size++] = numbers[i];
            }
        }
        return Arrays.copyOf(populated, size);
    }
}
