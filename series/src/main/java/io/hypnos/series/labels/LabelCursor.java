package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A walk over a packed label set (see [Labels]) that creates strings only when asked.
public final class LabelCursor {

    /// Bytes in a block of [#code(byte\[\], byte\[\])].
    private static final int BLOCK = 6;

    private final byte[] packed;
    private int position;
    private int labelOffset;
    private int nameOffset;
    private int nameLength;
    private int valueOffset;
    private int valueLength;

    LabelCursor(byte[] packed) {
        this.packed = packed;
    }

    /// Moves to the next label; false at the end.
    public boolean next() {
        if (position >= packed.length) {
            return false;
        }
        labelOffset = position;
        nameLength = readLength();
        nameOffset = position;
        position += nameLength;
        valueLength = readLength();
        valueOffset = position;
        position += valueLength;
        return true;
    }

    public int nameOffset() {
        return nameOffset;
    }

    public int nameLength() {
        return nameLength;
    }

    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    public String name() {
        return new String(packed, nameOffset, nameLength, UTF_8);
    }

    public String value() {
        return new String(packed, valueOffset, valueLength, UTF_8);
    }

    /// Orders the current name against `other` as unsigned bytes.
    public int compareName(byte[] other) {
        return Arrays.compareUnsigned(packed, nameOffset, nameOffset + nameLength, other, 0, other.length);
    }

    /// Orders the current name against that of another walk.
    int compareName(LabelCursor other) {
        return Arrays.compareUnsigned(packed, nameOffset, nameOffset + nameLength, other.packed, other.nameOffset,
                other.nameOffset + other.nameLength);
    }

    /// Copies the current label as it is packed; returns the place behind it.
    int copyTo(byte[] into, int at) {
        System.arraycopy(packed, labelOffset, into, at, position - labelOffset);
        return at + position - labelOffset;
    }

    public boolean valueEquals(byte[] other) {
        return Arrays.equals(packed, valueOffset, valueOffset + valueLength, other, 0, other.length);
    }

    private int readLength() {
        int b = packed[position++];
        if (b >= 0) {
            return b;
        }
        int length = b & 0x7F;
        for (int shift = 7;; shift += 7) {
            b = packed[position++];
            length |= (b & 0x7F) << shift;
            if (b >= 0) {
                return length;
            }
        }
    }

    /// Orders two packed label sets. Looks for the first differing byte of the whole, and then only for the text that contains it: everything
    /// before is equal, so the two sets have their text boundaries in common up to there.
    static int compare(byte[] a, byte[] b) {
        int mismatch = Arrays.mismatch(a, b);
        if (mismatch < 0) {
            return 0;
        }
        if (mismatch == a.length || mismatch == b.length) {
            return Integer.compare(a.length, b.length);
        }
        int start = 0;
        while (true) {
            int end = textEnd(a, start);
            if (mismatch < end) {
                break;
            }
            start = end;
        }
        return compareTexts(a, b, start);
    }

    /// Where `set` first differs from `base`: the number of texts in common, then in the next text the number of blocks of six bytes in
    /// common, both counted down so that a later difference is a smaller number, then the block of `set` that differs. Of what is too far
    /// away for its field nothing is told apart, which leaves it to a comparison.
    ///
    ///     63         56 55          48 47                 0
    ///     | 254 - texts | 255 - blocks | block, 0 behind the end |
    ///
    /// A difference counts for its whole block. Two sets that differ in different bytes of one block from the base so keep their codes when
    /// one of them becomes the base of the other.
    static long code(byte[] base, byte[] set) {
        int mismatch = Arrays.mismatch(base, set);
        if (mismatch < 0) {
            return Labels.SAME_CODE;
        }
        int texts = 0;
        int start = 0;
        int end = base.length == 0 ? 0 : textEnd(base, 0);
        while (end <= mismatch && end < base.length) {
            start = end;
            end = textEnd(base, start);
            texts++;
        }
        if (base.length > 0 && end <= mismatch) {
            // The base is a prefix.
            start = end;
            texts++;
        }
        if (start >= set.length) {
            return Labels.LESS_CODE;
        }
        if (start >= base.length) {
            return code(texts, 0, set, start);
        }
        return codeOfText(texts, base, set, start);
    }

    private static long codeOfText(int texts, byte[] base, byte[] set, int start) {
        var left = new LabelCursor(base);
        var right = new LabelCursor(set);
        left.position = start;
        right.position = start;
        int baseLength = left.readLength();
        int length = right.readLength();
        int common = Arrays.mismatch(base, left.position, left.position + baseLength, set, right.position,
                right.position + length);
        if (common == length || common < baseLength
                && (set[right.position + common] & 0xFF) < (base[left.position + common] & 0xFF)) {
            return Labels.LESS_CODE;
        }
        return code(texts, common / BLOCK, set, start);
    }

    private static long code(int texts, int block, byte[] set, int start) {
        if (texts >= 0xFE - 1) {
            return 1L << 56;
        }
        if (block > 0xFF) {
            return (0xFEL - texts) << 56;
        }
        var cursor = new LabelCursor(set);
        cursor.position = start;
        int length = cursor.readLength();
        long bytes = 0;
        for (int i = block * BLOCK; i < block * BLOCK + BLOCK; i++) {
            bytes = bytes << 8 | (i < length ? set[cursor.position + i] & 0xFF : 0);
        }
        return (0xFEL - texts) << 56 | (0xFFL - block) << 48 | bytes;
    }

    private static int compareTexts(byte[] a, byte[] b, int start) {
        var left = new LabelCursor(a);
        var right = new LabelCursor(b);
        left.position = start;
        right.position = start;
        int leftLength = left.readLength();
        int rightLength = right.readLength();
        return Arrays.compareUnsigned(a, left.position, left.position + leftLength, b, right.position,
                right.position + rightLength);
    }

    private static int textEnd(byte[] packed, int start) {
        int b = packed[start];
        if (b >= 0) {
            return start + 1 + b;
        }
        var cursor = new LabelCursor(packed);
        cursor.position = start;
        int length = cursor.readLength();
        return cursor.position + length;
    }
}
