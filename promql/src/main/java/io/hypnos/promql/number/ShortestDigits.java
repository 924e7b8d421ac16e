package io.hypnos.promql.number;

/// Finds the shortest decimal digits that read back as a number, of several equally short ones the nearest: Raffaello Giulietti's algorithm
/// from "The Schubfach way to render doubles" (2021). Not for use by several threads: the result stays in the object, so that nothing is
/// allocated per number.
///
/// A finite number lies between its neighbours, and every decimal within half the way to either reads back as it. The algorithm scales the
/// number and both ends of that interval by a power of ten, so that the interval is wider than 1 and no wider than 10, and looks whether a
/// multiple of ten lies inside; if not, a neighbouring integer does.
final class ShortestDigits {

    private static final int FRACTION_BITS = 52;
    private static final int SMALLEST_EXPONENT = -1074;
    private static final long IMPLICIT_BIT = 1L << FRACTION_BITS;
    private static final long FRACTION = IMPLICIT_BIT - 1;
    private static final int EXPONENT_MASK = 0x7FF;
    private static final long LOW_63_BITS = Long.MAX_VALUE;
    /// ⌊2^64 / 10⌋ + 1, which divides what is used here exactly.
    private static final long TENTH = 0x1999_9999_9999_999AL;

    private long digits;
    private int exponent;

    /// The digits as an integer without trailing zeros; 0 only for 0.
    long digits() {
        return digits;
    }

    /// The power of ten by which [#digits()] is to be multiplied.
    int exponent() {
        return exponent;
    }

    /// Takes the sign off a finite number and finds its digits.
    void of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & FRACTION;
        int biased = (int) (bits >>> FRACTION_BITS) & EXPONENT_MASK;
        if (biased > 0) {
            shortest(biased + SMALLEST_EXPONENT - 1, IMPLICIT_BIT | fraction);
        } else if (fraction > 0) {
            shortest(SMALLEST_EXPONENT, fraction);
        } else {
            digits = 0;
            exponent = 0;
        }
        stripZeros();
    }

    /// Digits of `significand` × 2^`power`.
    private void shortest(int power, long significand) {
        // Four times everything, so that the middles between neighbours are integers, too.
        long middle = significand << 2;
        boolean even = (significand & 1) == 0;
        long low;
        int scale;
        if (significand == IMPLICIT_BIT && power > SMALLEST_EXPONENT) {
            // The lower neighbour of a power of two is only half as far away.
            low = middle - 1;
            scale = PowersOfTen.floorLog10OfThreeQuartersPow2(power);
        } else {
            low = middle - 2;
            scale = PowersOfTen.floorLog10OfPow2(power);
        }
        int shift = power + PowersOfTen.floorLog2OfPow10(-scale) + 2;
        long high63 = PowersOfTen.high63(scale);
        long low63 = PowersOfTen.low63(scale);
        long scaled = roundedToOdd(high63, low63, middle << shift);
        long lowest = roundedToOdd(high63, low63, low << shift) + (even ? 0 : 1);
        long highest = roundedToOdd(high63, low63, middle + 2 << shift) - (even ? 0 : 1);
        long floor = scaled >> 2;
        exponent = scale;
        if (floor >= 10) {
            long ten = 10 * Math.unsignedMultiplyHigh(floor, TENTH);
            boolean belowFits = lowest <= ten << 2;
            boolean aboveFits = ten + 10 << 2 <= highest;
            if (belowFits != aboveFits) {
                digits = belowFits ? ten : ten + 10;
                return;
            }
        }
        boolean floorFits = lowest <= floor << 2;
        boolean ceilingFits = floor + 1 << 2 <= highest;
        if (floorFits != ceilingFits) {
            digits = floorFits ? floor : floor + 1;
            return;
        }
        long toMiddle = scaled - (2 * floor + 1 << 1);
        digits = toMiddle < 0 || toMiddle == 0 && (floor & 1) == 0 ? floor : floor + 1;
    }

    /// The upper bits of g × c, where g = `high63` × 2^63 + `low63`, with the last bit set unless the rest is 0.
    private static long roundedToOdd(long high63, long low63, long c) {
        long x = Math.multiplyHigh(low63, c);
        long y = Math.multiplyHigh(high63, c);
        long z = (high63 * c >>> 1) + x;
        return y + (z >>> 63) | (z & LOW_63_BITS) + LOW_63_BITS >>> 63;
    }

    private void stripZeros() {
        long rest = digits;
        int power = exponent;
        while (rest != 0) {
            long tenth = Math.unsignedMultiplyHigh(rest, TENTH);
            if (10 * tenth != rest) {
                break;
            }
            rest = tenth;
            power++;
        }
        digits = rest;
        exponent = power;
    }
}
