package io.hypnos.benchmarks.compare;

import java.util.Arrays;
import java.util.SplittableRandom;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;

/// A made-up native histogram of latencies that counts on: 40 buckets of schema 3, most observations in the middle ones.
final class HistogramModel {

    private static final int BUCKETS = 40;
    private static final int LOWEST_BUCKET = -30;
    private static final int MOST_OBSERVATIONS = 40;
    private static final HistogramLayout LAYOUT = new HistogramLayout(3, 1e-6,
            new Spans(new int[]{LOWEST_BUCKET}, new int[]{BUCKETS}), Spans.NONE, new double[0]);

    private final SplittableRandom random;
    private final int pace;
    private final long[] buckets = new long[BUCKETS];
    private long count;
    private long zeroCount;
    private double sum;

    HistogramModel(SplittableRandom random) {
        this.random = random;
        this.pace = 1 + random.nextInt(MOST_OBSERVATIONS);
        restart();
    }

    /// Begins with observations, as after a first scrape that came late. From a count near zero, Prometheus 3.x extrapolates a rate less far back than
    /// 2.x.
    private void restart() {
        Arrays.fill(buckets, 0);
        count = 0;
        zeroCount = 0;
        sum = 0;
        for (int i = 0; i < 1_000; i++) {
            observe();
        }
    }

    IntegerHistogram next() {
        if (random.nextInt(SeriesModel.RESETS) == 0) {
            restart();
        }
        for (int i = random.nextInt(pace + 1); i > 0; i--) {
            observe();
        }
        return new IntegerHistogram(CounterResetHint.UNKNOWN, LAYOUT, count, zeroCount, sum, buckets.clone());
    }

    private void observe() {
        count++;
        if (random.nextInt(100) == 0) {
            zeroCount++;
            return;
        }
        int bucket = random.nextInt(BUCKETS / 2) + random.nextInt(BUCKETS / 2 + 1);
        buckets[bucket]++;
        sum += LAYOUT.upperBound(LOWEST_BUCKET + bucket);
    }
}
