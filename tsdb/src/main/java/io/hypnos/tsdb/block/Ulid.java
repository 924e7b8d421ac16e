package io.hypnos.tsdb.block;

import org.jspecify.annotations.Nullable;

/// The name of a block: 128 bits, the upper 48 of which are its creation time in epoch milliseconds and the rest chance. Written as 26 characters
/// of Crockford's base 32, which sort as the numbers do.
///
/// Only the canonical form is read: upper case, no letters that stand for digits, no more than 128 bits. So a name and a ULID are
/// one-to-one, and nothing else in a data directory is taken for a block.
///
/// @param high the upper 64 bits
/// @param low  the lower 64 bits
public record Ulid(long high, long low) implements Comparable<Ulid> {

    public static final int LENGTH = 26;
    /// What Prometheus writes as the parent of a block of out-of-order samples.
    public static final Ulid ZERO = new Ulid(0, 0);

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// The ULID of a text.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Ulid parse(String text) {
        Ulid ulid = parseOrNull(text);
        if (ulid == null) {
            throw new IllegalArgumentException("'" + text + "' is no ULID");
        }
        return ulid;
    }

    /// The ULID of a text, null when it is none.
    public static @Nullable Ulid parseOrNull(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7') {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return null;
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return new Ulid(high, low);
    }

    public static boolean isUlid(String text) {
        return parseOrNull(text) != null;
    }

    /// Epoch milliseconds of the creation.
    public long timeMillis() {
        return high >>> 16;
    }

    @Override
    public int compareTo(Ulid other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long h = high;
        long l = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) l & 31);
            l = l >>> 5 | h << 59;
            h >>>= 5;
        }
        return new String(text);
    }
}
