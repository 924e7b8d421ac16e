package io.hypnos.series.histogram;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// The layout of a histogram without needless empty buckets: none at the ends, and between populated ones either all that are missing or
/// none, depending on how many those are.
final class HistogramCompaction {

    private final HistogramLayout layout;
    /// For each new bucket the old one, or -1 for one that was not there.
    private final int[] sources;

    /// @param errors a bucket with an error is populated even when its count is 0; or null
    HistogramCompaction(HistogramLayout old, double[] counts, double @Nullable [] errors, int maxEmptyBuckets) {
        int split = old.positive().bucketCount();
        var positive = new Side(old.positive(), counts, errors, 0, maxEmptyBuckets);
        var negative = new Side(old.negative(), counts, errors, split, maxEmptyBuckets);
        boolean same = positive.spans.equals(old.positive()) && negative.spans.equals(old.negative());
        layout = same
                ? old
                : new HistogramLayout(old.schema(), old.zeroThreshold(), positive.spans, negative.spans,
                        old.customValues());
        sources = Arrays.copyOf(positive.sources, positive.size + negative.size);
        System.arraycopy(negative.sources, 0, sources, positive.size, negative.size);
    }

    private static final class Side {

        private int[] indices = new int[16];
        private int[] sources = new int[16];
        private int size;
        private final Spans spans;

        Side(Spans old, double[] counts, double @Nullable [] errors, int from, int maxEmptyBuckets) {
            int[] oldIndices = old.bucketIndices();
            int last = -1;
            for (int i = 0; i < oldIndices.length; i++) {
                if (counts[from + i] == 0 && (errors == null || errors[from + i] == 0)) {
                    continue;
                }
                if (last >= 0 && (long) oldIndices[i] - oldIndices[last] - 1 <= maxEmptyBuckets) {
                    fill(oldIndices, last, i, from);
                }
                add(oldIndices[i], from + i);
                last = i;
            }
            spans = Spans.ofIndices(indices, size);
        }

        /// Adds all buckets between two populated ones.
        private void fill(int[] oldIndices, int last, int next, int from) {
            int old = last + 1;
            for (int index = oldIndices[last] + 1; index < oldIndices[next]; index++) {
                add(index, oldIndices[old] == index ? from + old++ : -1);
            }
        }

        private void add(int index, int source) {
            if (size == indices.length) {
                indices = Arrays.copyOf(indices, size * 2);
                sources = Arrays.copyOf(sources, size * 2);
            }
            indices[size] = index;
            sources[size++] = source;
        }
    }

    HistogramLayout layout() {
        return layout;
    }

    /// The counts in the new layout.
    double[] apply(double[] old) {
        double[] counts = new double[sources.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = sources[i] < 0 ? 0 : old[sources[i]];
        }
        return counts;
    }
}
