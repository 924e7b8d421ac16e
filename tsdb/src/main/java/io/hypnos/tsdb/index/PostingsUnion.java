package io.hypnos.tsdb.index;

import java.util.Arrays;
import java.util.List;

/// The union of three or more [Postings]. Where the result is dense, references are marked in a bitmap and read off in order, which costs the
/// same for two lists as for ten thousand; else they are sorted.
final class PostingsUnion {

    /// A bitmap may take this many words per reference (8 bytes each).
    private static final int WORDS_PER_REF = 2;

    private PostingsUnion() {}

    static Postings of(List<Postings> sets) {
        long total = 0;
        int min = -1;
        int max = 0;
        for (Postings set : sets) {
            total += set.size();
            int first = set.get(0);
            int last = set.get(set.size() - 1);
            min = Integer.compareUnsigned(first, min) < 0 ? first : min;
            max = Integer.compareUnsigned(last, max) > 0 ? last : max;
        }
        long range = Integer.toUnsignedLong(max) - Integer.toUnsignedLong(min) + 1;
        if (range >>> 6 <= total * WORDS_PER_REF) {
            return byBitmap(sets, min, range);
        }
        return bySorting(sets, Math.toIntExact(total));
    }

    private static Postings byBitmap(List<Postings> sets, int min, long range) {
        long[] marks = new long[Math.toIntExact(range + 63 >>> 6)];
        for (Postings set : sets) {
            int size = set.size();
            for (int i = 0; i < size; i++) {
                int bit = set.get(i) - min;
                marks[bit >>> 6] |= 1L << bit;
            }
        }
        int count = 0;
        for (long word : marks) {
            count += Long.bitCount(word);
        }
        int[] out = new int[count];
        int at = 0;
        for (int w = 0; w < marks.length; w++) {
            for (long word = marks[w]; word != 0; word &= word - 1) {
                out[at++] = min + (w << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return Postings.of(out);
    }

    private static Postings bySorting(List<Postings> sets, int total) {
        int[] all = new int[total];
        int count = 0;
        for (Postings set : sets) {
            int size = set.size();
            for (int i = 0; i < size; i++) {
                all[count++] = set.get(i) ^ Integer.MIN_VALUE;
            }
        }
        Arrays.sort(all);
        int distinct = 0;
        for (int i = 0; i < total; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[distinct++] = all[i];
            }
        }
        for (int i = 0; i < distinct; i++) {
            all[i] ^= Integer.MIN_VALUE;
        }
        return Postings.of(all, 0, distinct);
    }
}
