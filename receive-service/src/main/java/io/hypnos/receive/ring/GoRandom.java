package io.hypnos.receive.ring;

import java.util.Arrays;

/// The numbers of Go's `math/rand` source, which Thanos' shuffle sharding draws: an additive lagged Fibonacci generator over 64 bits,
/// `y(n) = y(n-607) + y(n-273)`, started from a seed by a small linear congruential generator and a table of 607 numbers.
///
/// The table is the generator's own state after 7.8e12 steps from seed 1. It is worked out here by jumping ahead: `x^N` modulo
/// `x^607 - x^334 - 1` tells how `y(N + n)` is made of the first numbers.
final class GoRandom {

    private static final int LENGTH = 607;
    private static final int TAP = 273;
    private static final long WARM_UP = 7_800_000_000_000L;
    private static final long MODULUS = (1L << 31) - 1;
    private static final long MULTIPLIER = 48_271;
    private static final int SEED_OF_ZERO = 89_482_311;
    private static final int DISCARDED = 20;

    private static final long[] TABLE = warmedUp();

    private final long[] state;
    private int tap;
    private int feed = LENGTH - TAP;

    GoRandom(long seed) {
        state = seeded(seed, 40, 20);
        for (int i = 0; i < LENGTH; i++) {
            state[i] ^= TABLE[i];
        }
    }

    /// The next 64 bits.
    long next() {
        tap = tap == 0 ? LENGTH - 1 : tap - 1;
        feed = feed == 0 ? LENGTH - 1 : feed - 1;
        state[feed] += state[tap];
        return state[feed];
    }

    private static long[] seeded(long seed, int firstShift, int secondShift) {
        long x = seed % MODULUS;
        if (x < 0) {
            x += MODULUS;
        }
        if (x == 0) {
            x = SEED_OF_ZERO;
        }
        long[] state = new long[LENGTH];
        for (int i = -DISCARDED; i < LENGTH; i++) {
            x = x * MULTIPLIER % MODULUS;
            if (i >= 0) {
                long bits = x << firstShift;
                x = x * MULTIPLIER % MODULUS;
                bits ^= x << secondShift;
                x = x * MULTIPLIER % MODULUS;
                state[i] = bits ^ x;
            }
        }
        return state;
    }

    private static int indexOf(long n) {
        return (int) Math.floorMod(LENGTH - TAP - n, (long) LENGTH);
    }

    private static long[] warmedUp() {
        long[] start = seeded(1, 20, 10);
        // y(-606) … y(606), the first number at index 0.
        long[] y = new long[2 * LENGTH - 1];
        for (int i = 0; i < LENGTH; i++) {
            y[i] = start[indexOf(i - (LENGTH - 1))];
        }
        for (int i = LENGTH; i < y.length; i++) {
            y[i] = y[i - LENGTH] + y[i - TAP];
        }
        long[] jump = power(WARM_UP);
        long[] table = new long[LENGTH];
        for (int t = 0; t < LENGTH; t++) {
            long sum = 0;
            for (int j = 0; j < LENGTH; j++) {
                sum += jump[j] * y[j + t];
            }
            table[indexOf(WARM_UP - (LENGTH - 1) + t)] = sum;
        }
        return table;
    }

    /// `x^n` modulo `x^607 - x^334 - 1`, as coefficients.
    private static long[] power(long n) {
        long[] result = new long[LENGTH];
        result[0] = 1;
        for (int bit = 63 - Long.numberOfLeadingZeros(n); bit >= 0; bit--) {
            result = times(result, result);
            if ((n >>> bit & 1) != 0) {
                result = timesX(result);
            }
        }
        return result;
    }

    private static long[] times(long[] a, long[] b) {
        long[] product = new long[2 * LENGTH - 1];
        for (int i = 0; i < LENGTH; i++) {
            for (int j = 0; j < LENGTH; j++) {
                product[i + j] += a[i] * b[j];
            }
        }
        for (int i = product.length - 1; i >= LENGTH; i--) {
            product[i - LENGTH] += product[i];
            product[i - TAP] += product[i];
        }
        return Arrays.copyOf(product, LENGTH);
    }

    private static long[] timesX(long[] a) {
        long[] shifted = new long[LENGTH];
        System.arraycopy(a, 0, shifted, 1, LENGTH - 1);
        shifted[0] += a[LENGTH - 1];
        shifted[LENGTH - TAP] += a[LENGTH - 1];
        return shifted;
    }
}
