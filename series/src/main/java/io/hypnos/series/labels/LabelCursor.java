package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A walk over a packed label set (see [Labels]) that creates strings only when asked.
public final class LabelCursor {

    private final byte[] packed;
    private int position;
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
