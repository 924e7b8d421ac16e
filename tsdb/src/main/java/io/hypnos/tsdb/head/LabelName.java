package io.hypnos.tsdb.head;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A label name that occurs in the head, and the pairs that it forms with its values, in the order in which they appeared. Names are few, so
/// each is an object; pairs are in [LabelPairs].
final class LabelName {

    private final int id;
    private final byte[] text;
    private final String string;
    /// Guarded by the lock of the index, as is the count.
    private int[] pairs = new int[4];
    private int count;

    LabelName(int id, byte[] text) {
        this.id = id;
        this.text = text;
        this.string = new String(text, UTF_8);
    }

    int id() {
        return id;
    }

    /// Lent: do not write.
    byte[] text() {
        return text;
    }

    @Override
    public String toString() {
        return string;
    }

    int count() {
        return count;
    }

    /// The pairs, from index 0 to [#count()]. Lent.
    int[] pairs() {
        return pairs;
    }

    void add(int pair) {
        int n = count;
        if (n == pairs.length) {
            pairs = Arrays.copyOf(pairs, n + (n >> 1) + 4);
        }
        pairs[n] = pair;
        count = n + 1;
    }

    /// Replaces all pairs.
    void replace(int[] kept, int size) {
        pairs = kept;
        count = size;
    }
}
