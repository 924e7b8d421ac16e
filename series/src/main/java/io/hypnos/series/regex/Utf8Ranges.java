package io.hypnos.series.regex;

import java.util.List;

/// Turns ranges of code points into sequences of byte ranges: for each length of UTF-8 form, as few sequences as it takes. Surrogates have
/// no form and are left out.
final class Utf8Ranges {

    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, CharSet.MAX};

    private Utf8Ranges() {}

    /// Adds the sequences, each as low and high byte by turns.
    static void split(int low, int high, List<int[]> sequences) {
        if (low < 0xD800 && high > 0xDFFF) {
            split(low, 0xD7FF, sequences);
            split(0xE000, high, sequences);
            return;
        }
        int from = low >= 0xD800 && low <= 0xDFFF ? 0xE000 : low;
        int to = high >= 0xD800 && high <= 0xDFFF ? 0xD7FF : high;
        for (int last : LAST_OF_LENGTH) {
            if (from <= Math.min(to, last)) {
                splitAligned(from, Math.min(to, last), sequences);
                from = last + 1;
            }
        }
    }

    /// Splits a range of forms of one length until each piece varies in trailing bytes over their whole range.
    private static void splitAligned(int low, int high, List<int[]> sequences) {
        for (int shift = 6; shift <= 18 && low > 0x7F; shift += 6) {
            int mask = (1 << shift) - 1;
            if ((low & ~mask) != (high & ~mask)) {
                if ((low & mask) != 0) {
                    splitAligned(low, low | mask, sequences);
                    splitAligned((low | mask) + 1, high, sequences);
                    return;
                }
                if ((high & mask) != mask) {
                    splitAligned(low, (high & ~mask) - 1, sequences);
                    splitAligned(high & ~mask, high, sequences);
                    return;
                }
            }
        }
        int length = low <= 0x7F ? 1 : low <= 0x7FF ? 2 : low <= 0xFFFF ? 3 : 4;
        int[] sequence = new int[length * 2];
        for (int i = 0; i < length; i++) {
            sequence[2 * i] = unit(low, i, length);
            sequence[2 * i + 1] = unit(high, i, length);
        }
        sequences.add(sequence);
    }

    /// Byte `i` of the form of a code point.
    private static int unit(int c, int i, int length) {
        if (length == 1) {
            return c;
        }
        int bits = c >> 6 * (length - 1 - i);
        return i > 0 ? 0x80 | bits & 0x3F : (0xF00 >> length & 0xFF) | bits;
    }
}
