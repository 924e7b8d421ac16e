package io.hypnos.series.histogram;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Runs of consecutive bucket indices, in the form that every Prometheus format stores: per span the gap to the end of the previous span
/// (for the first span the absolute index of its first bucket) and the number of buckets. Immutable.
public final class Spans {

    public static final Spans NONE = new Spans(new int[0], new int[0]);

    private final int[] offsets;
    private final int[] lengths;
    private final int bucketCount;
    /// Made when first asked for; several threads may each make the same.
    private int @Nullable [] indices;

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

    /// The absolute bucket indices in order, one for each bucket. Lent: do not write.
    public int[] bucketIndices() {
        int[] known = indices;
        if (known == null) {
            known = new int[bucketCount];
            int at = 0;
            int index = 0;
            for (int s = 0; s < offsets.length; s++) {
                index += offsets[s];
                for (int i = 0; i < lengths[s]; i++) {
                    known[at++] = index++;
                }
            }
            indices = known;
        }
        return known;
    }

    /// Whether both have the same buckets; spans may be cut differently.
    public boolean hasBucketsOf(Spans other) {
        return this == other
                || bucketCount == other.bucketCount && Arrays.equals(bucketIndices(), other.bucketIndices());
    }

    /// The fewest spans that hold the first `size` of the given ascending indices.
    public static Spans ofIndices(int[] indices, int size) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || indices[i] != indices[i - 1] + 1) {
                count++;
            }
        }
        if (count == 0) {
            return NONE;
        }
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        int span = -1;
        for (int i = 0; i < size; i++) {
            if (i == 0 || indices[i] != indices[i - 1] + 1) {
                offsets[++span] = i == 0 ? indices[0] : indices[i] - indices[i - 1] - 1;
            }
            lengths[span]++;
        }
        return new Spans(offsets, lengths);
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
