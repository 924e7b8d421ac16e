package io.hypnos.benchmarks;

import java.util.Random;

/// Samples as a cluster's scrapes have them: 35 % of the series constant, 40 % integer counters with a reset in 5 000 samples, 20 % gauges of
/// two decimals, 5 % of full mantissa. Every fifth series has times that waver.
final class KubernetesMix {

    static final int INTERVAL = 15_000;
    static final long START = 1_700_000_000_000L;

    private final Random random;
    private final int jitter;

    /// @param jitter milliseconds to either side, on every fifth series; 0 for none
    KubernetesMix(long seed, int jitter) {
        random = new Random(seed);
        this.jitter = jitter;
    }

    long[] times(int series, int count) {
        long[] times = new long[count];
        boolean wavers = jitter > 0 && series % 5 == 0;
        for (int i = 0; i < count; i++) {
            times[i] = START + (long) i * INTERVAL + (wavers ? random.nextInt(2 * jitter + 1) - jitter : 0);
        }
        return times;
    }

    double[] values(int series, int count) {
        double[] values = new double[count];
        int kind = series * 7 % 20;
        double v = random.nextInt(100_000);
        int step = 1 + random.nextInt(500);
        for (int i = 0; i < count; i++) {
            values[i] = v;
            if (kind < 7) {
                continue;
            }
            if (kind < 15) {
                v = random.nextInt(5_000) == 0 ? 0 : v + random.nextInt(step);
            } else if (kind < 19) {
                v = Math.round((v + random.nextGaussian()) * 100) / 100.0;
            } else {
                v = random.nextDouble() * 1e6;
            }
        }
        return values;
    }
}
