package io.hypnos.series.regex;

import java.util.Arrays;

/// A set of code points as sorted ranges that neither touch nor overlap: `ranges[2i]` to `ranges[2i + 1]`, both inclusive.
final class CharSet {

    static final int MAX = Character.MAX_CODE_POINT;
    static final CharSet ANY = new CharSet(new int[]{0, MAX});
    static final CharSet NOT_NEWLINE = of("\n\n").negate();
    static final CharSet DIGIT = of("09");
    static final CharSet WORD = of("09AZ__az");
    static final CharSet SPACE = of("\t\n\f\r  ");

    private static final int KELVIN = 0x212A;
    private static final int LONG_S = 0x17F;

    private final int[] ranges;

    private CharSet(int[] ranges) {
        this.ranges = ranges;
    }

    static CharSet single(int c) {
        return new CharSet(new int[]{c, c});
    }

    /// The ranges that are spelled by pairs of characters.
    static CharSet of(String pairs) {
        int[] ranges = pairs.codePoints().toArray();
        return ofRanges(ranges, ranges.length);
    }

    /// Ranges in any order; takes ownership of the array.
    static CharSet ofRanges(int[] unsorted, int length) {
        long[] packed = new long[length / 2];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (long) unsorted[2 * i] << 32 | unsorted[2 * i + 1];
        }
        Arrays.sort(packed);
        int[] merged = new int[length];
        int size = 0;
        for (long range : packed) {
            int low = (int) (range >> 32);
            int high = (int) range;
            if (size > 0 && low <= merged[size - 1] + 1) {
                merged[size - 1] = Math.max(merged[size - 1], high);
            } else {
                merged[size++] = low;
                merged[size++] = high;
            }
        }
        return new CharSet(Arrays.copyOf(merged, size));
    }

    int rangeCount() {
        return ranges.length / 2;
    }

    int low(int i) {
        return ranges[2 * i];
    }

    int high(int i) {
        return ranges[2 * i + 1];
    }

    /// Number of code points.
    int size() {
        int size = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            size += ranges[i + 1] - ranges[i] + 1;
        }
        return size;
    }

    boolean contains(int c) {
        for (int i = 0; i < ranges.length && ranges[i] <= c; i += 2) {
            if (c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    boolean isAny() {
        return equals(ANY);
    }

    boolean isAscii() {
        return ranges.length == 0 || ranges[ranges.length - 1] < 0x80;
    }

    CharSet negate() {
        int[] gaps = new int[ranges.length + 2];
        int size = 0;
        int next = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            if (next < ranges[i]) {
                gaps[size++] = next;
                gaps[size++] = ranges[i] - 1;
            }
            next = ranges[i + 1] + 1;
        }
        if (next <= MAX) {
            gaps[size++] = next;
            gaps[size++] = MAX;
        }
        return new CharSet(Arrays.copyOf(gaps, size));
    }

    CharSet union(CharSet other) {
        int[] all = Arrays.copyOf(ranges, ranges.length + other.ranges.length);
        System.arraycopy(other.ranges, 0, all, ranges.length, other.ranges.length);
        return ofRanges(all, all.length);
    }

    /// This set of ASCII characters and all that differ from one of its members only by case. Two of those are beyond ASCII.
    CharSet foldAscii() {
        int[] all = new int[ranges.length * 3 + 4];
        int size = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            int low = ranges[i];
            int high = ranges[i + 1];
            all[size++] = low;
            all[size++] = high;
            size = shifted(all, size, Math.max(low, 'a'), Math.min(high, 'z'), 'A' - 'a');
            size = shifted(all, size, Math.max(low, 'A'), Math.min(high, 'Z'), 'a' - 'A');
        }
        if (contains('k') || contains('K')) {
            all[size++] = KELVIN;
            all[size++] = KELVIN;
        }
        if (contains('s') || contains('S')) {
            all[size++] = LONG_S;
            all[size++] = LONG_S;
        }
        return ofRanges(all, size);
    }

    private static int shifted(int[] ranges, int size, int low, int high, int by) {
        if (low > high) {
            return size;
        }
        ranges[size] = low + by;
        ranges[size + 1] = high + by;
        return size + 2;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CharSet other && Arrays.equals(ranges, other.ranges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ranges);
    }
}
