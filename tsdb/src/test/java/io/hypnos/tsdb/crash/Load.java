package io.hypnos.tsdb.crash;

import java.time.Duration;
import java.util.Random;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.tsdb.Appender;
import io.hypnos.tsdb.TsdbOptions;
import io.hypnos.tsdb.wal.WalSync;

/// What is written in one history, every sample a function of its series and time, so that a log of batches says all that was acknowledged.
///
/// @param seed of the whole history
/// @param late whether there is an out-of-order window, and samples for it
public record Load(long seed, boolean late) {

    static final int THREADS = 2;
    private static final int SERIES_PER_THREAD = 12;
    private static final int SAMPLES_PER_BATCH = 4;
    /// Milliseconds from one batch of a thread to the next.
    static final long STEP = 400;
    private static final long BLOCK_RANGE = 60_000;
    private static final long LATENESS = 20_000;

    /// Takes the samples of a batch.
    interface Sink {
        void sample(Labels labels, long time, Object value);
    }

    TsdbOptions.Builder options() {
        var random = new Random(seed);
        return TsdbOptions.builder().upkeep(TsdbOptions.Upkeep.CALLER).diskReserve(0).futureTolerance(Duration.ZERO)
                .retention(Duration.ZERO).blockRange(Duration.ofMillis(BLOCK_RANGE)).samplesPerChunk(20)
                .outOfOrderWindow(Duration.ofMillis(late ? BLOCK_RANGE : 0)).outOfOrderCapacity(8)
                .walSegmentSize(32 << 10).walCompression(random.nextBoolean())
                .walSync(random.nextInt(4) == 0 ? WalSync.GROUP : WalSync.NONE);
    }

    /// The samples of the batch of a thread at a time. Some series come and go; now and then there are late samples.
    void batch(int thread, long time, Sink sink) {
        var random = new Random(seed ^ time * 31 + thread);
        for (int i = 0; i < SERIES_PER_THREAD; i++) {
            long generation = i < 4 ? time / (2 * BLOCK_RANGE) : 0;
            var labels = Labels.of("__name__", "load", "generation", "" + generation, "series", "" + i, "thread",
                    "" + thread);
            if (random.nextInt(5) > 0) {
                for (int s = 0; s < SAMPLES_PER_BATCH; s++) {
                    sample(labels, i, time + s * (STEP / SAMPLES_PER_BATCH), sink);
                }
            }
            if (late && random.nextInt(20) == 0) {
                // Between the times of all others, so that no two samples have the same.
                sample(labels, i, time - LATENESS + 1 + random.nextInt(90), sink);
            }
        }
    }

    private static boolean isHistogram(int series) {
        return series % 6 == 5;
    }

    private void sample(Labels labels, int series, long time, Sink sink) {
        var random = new Random(seed ^ time * 1_000_003 + labels.hashCode());
        sink.sample(labels, time, isHistogram(series)
                ? RandomHistograms.integer(random, RandomHistograms.exponentialLayout(random), CounterResetHint.UNKNOWN)
                : random.nextGaussian());
    }

    static void add(Appender appender, Labels labels, long time, Object value) {
        if (value instanceof Double number) {
            appender.add(labels, time, number);
        } else {
            appender.add(labels, time, (Histogram) value);
        }
    }
}
