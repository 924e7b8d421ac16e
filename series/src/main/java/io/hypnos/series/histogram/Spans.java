package io.hypnos.series.histogram;

import java.util.Arrays;

/// Runs of consecutive bucket indices, in the form that every Prometheus format stores: per span the gap to the end of the previous span
/// (for the first span the absolute index of its first bucket) and the number of buckets. Immutable.
public final class Spans {

    public static final Spans NONE = new Spans(new int[0], new int[0]);

    private final int[] offsets;
    private final int[] lengths;
    private final int bucketCount;

    /// Takes ownership of both arrays, which must be of one length. Validity of their contents is the reader's business: see the
    /// validation of histograms on append.
    public Spans(int[] offsets, int[] lengths) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException(
                    "spans need as many offsets as lengths: " + offsets.length + " and " + lengths.length);
        }
        this.offsets = offsets;
        this.lengths = lengths;
        int sum = 0;
        for (int length : lengths) {
            sum = Math.addExact(sum, length);
        }
        this.bucketCount = sum;
    }

    public int size() {
        return offsets.length;
    }

    public int offset(int i) {
        return offsets[i];
    }

    public int length(int i) {
        return lengths[i];
    }

    public int bucketCount() {
        return bucketCount;
    }

    /// The absolute bucket indices in order, one for each bucket.
    public int[] bucketIndices() {
        int[] indices = new int[bucketCount];
        int at = 0;
        int index = 0;
        for (int s = 0; s < offsets.length; s++) {
            index += offsets[s];
            for (int i = 0; i < lengths[s]; i++) {
                indices[at++] = index++;
            }
        }
        return indices;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Spans other && Arrays.equals(offsets, other.offsets)
                && Arrays.equals(lengths, other.lengths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(offsets) * 31 + Arrays.hashCode(lengths);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("[");
        for (int i = 0; i < offsets.length; i++) {
            text.append(i == 0 ? "" : " ").append(offsets[i]).append(':').append(lengths[i]);
        }
        return text.append(']').toString();
    }
}
