package io.hypnos.series.testing;

import java.util.Random;

import io.hypnos.series.StaleMarker;

/// Random columns of times and values that look like what scrapers send, and some that do not.
public final class RandomSamples {

    private static final double[] NASTY = {0.0, -0.0, Double.NaN, StaleMarker.VALUE, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE,
        Double.MIN_NORMAL, Double.longBitsToDouble(0x7FF8_DEAD_BEEF_0001L), Double.longBitsToDouble(-1L),
        0x1p53, 0x1p53 + 2, 1e-300, 1.0, Math.PI};

    private RandomSamples() {}

    /// Ascending times: steady, jittery, with gaps, or anything at all.
    public static long[] times(Random random, int count) {
        long[] times = new long[count];
        int kind = random.nextInt(5);
        long interval = switch (random.nextInt(4)) {
            case 0 -> 15_000;
            case 1 -> 1 + random.nextInt(10);
            case 2 -> 60_000 + random.nextInt(1000);
            default -> 1 + random.nextInt(1 << 21);
        };
        long t = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> -1_000_000L + random.nextInt(2_000_000);
            default -> 1_700_000_000_000L + random.nextInt(1 << 30);
        };
        for (int i = 0; i < count; i++) {
            times[i] = t;
            t += switch (kind) {
                case 0 -> interval;
                case 1 -> Math.max(1, interval + random.nextInt(11) - 5);
                case 2 -> random.nextInt(20) == 0 ? interval * (1 + random.nextInt(1000)) : interval;
                case 3 -> 1 + (long) (random.nextDouble() * (1L << random.nextInt(40)));
                default -> nearEdge(random, interval);
            };
        }
        return times;
    }

    /// Distances whose changes lie around the edges of the codes.
    private static long nearEdge(Random random, long interval) {
        int[] edges = {8191, 8192, 65535, 65536, 524287, 524288, 4095, 4096};
        long change = edges[random.nextInt(edges.length)] + random.nextInt(3) - 1;
        return Math.max(1, interval + (random.nextBoolean() ? change : -change));
    }

    /// Values: constant, counters, decimals, noise, or the nasty ones.
    public static double[] values(Random random, int count) {
        double[] values = new double[count];
        int kind = random.nextInt(6);
        double v = random.nextInt(1000);
        for (int i = 0; i < count; i++) {
            values[i] = v;
            v = switch (kind) {
                case 0 -> v;
                case 1 -> random.nextInt(50) == 0 ? 0 : v + random.nextInt(100);
                case 2 -> Math.round((v + random.nextGaussian()) * 100) / 100.0;
                case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
                case 4 -> Double.longBitsToDouble(random.nextLong());
                default -> random.nextInt(3) == 0 ? nasty(random) : random.nextInt(10);
            };
        }
        return values;
    }

    /// A value that code tends to get wrong.
    public static double nasty(Random random) {
        return NASTY[random.nextInt(NASTY.length)];
    }
}
