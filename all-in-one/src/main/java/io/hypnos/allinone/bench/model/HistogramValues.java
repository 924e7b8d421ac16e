package io.hypnos.allinone.bench.model;

/// What a native histogram shows at a step: 40 buckets of schema 3 in one span, each a fixed share of a growing counter, observations too small
/// for any bucket, and the sum.
public final class HistogramValues {

    public static final int BUCKETS = 40;
    public static final int SCHEMA = 3;
    /// Index of the first bucket; with schema 3 it ends at 2^(-16/8) = 0.25.
    public static final int FIRST_BUCKET = -16;
    public static final double ZERO_THRESHOLD = 0x1.0p-128;

    private final long[] counts = new long[BUCKETS];
    private long zeroCount;
    private long count;
    private double sum;

    /// Moves to the values of one series at one step.
    ///
    /// @param targetHash see [LoadModel#targetHash]
    public void at(long targetHash, int member, long step) {
        long hash = SplitMix.at(targetHash, member);
        long total = SeriesValues.counter(hash, step);
        zeroCount = total >> 6;
        count = zeroCount;
        for (int b = 0; b < BUCKETS; b++) {
            // A tent with its top in the middle, so that neighbours differ little: their differences are what is sent.
            long weight = 4 + Math.min(b, BUCKETS - 1 - b) * 5L;
            counts[b] = total * weight >> 11;
            count += counts[b];
        }
        sum = total * (0.01 + SplitMix.fraction(hash));
    }

    /// Observations in a bucket.
    public long count(int bucket) {
        return counts[bucket];
    }

    /// Observations too near to zero for a bucket.
    public long zeroCount() {
        return zeroCount;
    }

    /// All observations.
    public long count() {
        return count;
    }

    public double sum() {
        return sum;
    }
}
