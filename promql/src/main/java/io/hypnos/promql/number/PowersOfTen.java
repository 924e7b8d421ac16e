package io.hypnos.promql.number;

import java.math.BigInteger;

/// Powers of ten as integers of 126 bits, one more than rounded down, and logarithms between the bases 2 and 10, for [ShortestDigits].
final class PowersOfTen {

    private static final int MIN_SCALE = -324;
    private static final int MAX_SCALE = 292;
    private static final int BITS = 126;
    private static final long[] HIGH = new long[MAX_SCALE - MIN_SCALE + 1];
    private static final long[] LOW = new long[MAX_SCALE - MIN_SCALE + 1];

    /// log10(2) × 2^41, log10(3/4) × 2^41 and log2(10) × 2^38, rounded down: exact enough for every exponent that a double can have.
    private static final long LOG10_OF_2 = 661_971_961_083L;
    private static final long LOG10_OF_THREE_QUARTERS = -274_743_187_321L;
    private static final long LOG2_OF_10 = 913_124_641_741L;

    static {
        for (int scale = MIN_SCALE; scale <= MAX_SCALE; scale++) {
            BigInteger value = significand(-scale).add(BigInteger.ONE);
            HIGH[scale - MIN_SCALE] = value.shiftRight(63).longValueExact();
            LOW[scale - MIN_SCALE] = value.longValue() & Long.MAX_VALUE;
        }
    }

    private PowersOfTen() {}

    /// The first 126 bits of 10^`power`.
    private static BigInteger significand(int power) {
        int shift = BITS - 1 - floorLog2OfPow10(power);
        BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
        if (power >= 0) {
            return shift >= 0 ? ten.shiftLeft(shift) : ten.shiftRight(-shift);
        }
        return BigInteger.ONE.shiftLeft(shift).divide(ten);
    }

    /// The upper half of the power 10^-`scale`.
    static long high63(int scale) {
        return HIGH[scale - MIN_SCALE];
    }

    /// The lower half of the power 10^-`scale`.
    static long low63(int scale) {
        return LOW[scale - MIN_SCALE];
    }

    static int floorLog10OfPow2(int e) {
        return (int) (e * LOG10_OF_2 >> 41);
    }

    static int floorLog10OfThreeQuartersPow2(int e) {
        return (int) (e * LOG10_OF_2 + LOG10_OF_THREE_QUARTERS >> 41);
    }

    static int floorLog2OfPow10(int e) {
        return (int) (e * LOG2_OF_10 >> 38);
    }
}
