package io.hypnos.tsdb.head;

import java.util.Arrays;

/// The names and values of some pairs, to be ordered together: text `2 * i + 1` is the value of pair `i`, and text `2 * i` its name if it is the
/// first pair of that name.
///
/// Most comparisons are decided by the first eight bytes, which are kept beside the texts.
final class HeadTexts {

    private final LabelPairs pairs;
    private final int[] distinct;
    private final long[] prefixes;

    /// @param distinct pairs in ascending order, so that those of one name are neighbours
    HeadTexts(LabelPairs pairs, int[] distinct) {
        this.pairs = pairs;
        this.distinct = distinct;
        this.prefixes = new long[2 * distinct.length];
        for (int i = 0; i < distinct.length; i++) {
            prefixes[2 * i] = prefix(pairs.nameOf(distinct[i]).text());
            prefixes[2 * i + 1] = prefix(distinct[i]);
        }
    }

    private static long prefix(byte[] text) {
        long prefix = 0;
        for (int i = 0; i < 8; i++) {
            prefix = prefix << 8 | (i < text.length ? text[i] & 0xFF : 0);
        }
        return prefix;
    }

    private long prefix(int pair) {
        long at = pairs.valueAddress(pair);
        int length = pairs.valueLength(pair);
        if (length >= 8) {
            return Native.getLongBigEndian(at);
        }
        long prefix = 0;
        for (int i = 0; i < 8; i++) {
            prefix = prefix << 8 | (i < length ? Native.getByte(at + i) : 0);
        }
        return prefix;
    }

    /// The texts in ascending order; equal ones are neighbours.
    int[] sorted() {
        int[] texts = new int[2 * distinct.length];
        int count = 0;
        for (int i = 0; i < distinct.length; i++) {
            if (i == 0 || pairs.nameOf(distinct[i]) != pairs.nameOf(distinct[i - 1])) {
                texts[count++] = 2 * i;
            }
            texts[count++] = 2 * i + 1;
        }
        texts = Arrays.copyOf(texts, count);
        MergeSort.sort(texts, this::compare);
        return texts;
    }

    private int compare(int a, int b) {
        int byPrefix = Long.compareUnsigned(prefixes[a], prefixes[b]);
        if (byPrefix != 0) {
            return byPrefix;
        }
        if ((a & b & 1) == 1) {
            int left = distinct[a >> 1];
            int right = distinct[b >> 1];
            return Native.compare(pairs.valueAddress(left), pairs.valueLength(left), pairs.valueAddress(right),
                    pairs.valueLength(right));
        }
        return Arrays.compareUnsigned(bytes(a), bytes(b));
    }

    byte[] bytes(int text) {
        int pair = distinct[text >> 1];
        return (text & 1) == 1 ? pairs.value(pair) : pairs.nameOf(pair).text();
    }

    /// Notes the rank of a text in the ranks of all pairs: names at even places, values at odd ones.
    void setRank(int text, int rank, int[] ranks) {
        ranks[text] = rank;
        if ((text & 1) == 0) {
            LabelName name = pairs.nameOf(distinct[text >> 1]);
            for (int i = (text >> 1) + 1; i < distinct.length && pairs.nameOf(distinct[i]) == name; i++) {
                ranks[2 * i] = rank;
            }
        }
    }
}
