package io.hypnos.tsdb.index;

import java.util.Arrays;

/// The chunks of one series as its index entry lists them. Reused: [#clear()] keeps the arrays.
public final class ChunkMetas {

    private int size;
    private long[] minTimes = new long[32];
    private long[] maxTimes = new long[32];
    private long[] refs = new long[32];

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /// @param ref number of the segment, counted from 0, in the upper 32 bits, and byte offset in it in the lower
    public void add(long minTime, long maxTime, long ref) {
        if (size == minTimes.length) {
            minTimes = Arrays.copyOf(minTimes, size * 2);
            maxTimes = Arrays.copyOf(maxTimes, size * 2);
            refs = Arrays.copyOf(refs, size * 2);
        }
        minTimes[size] = minTime;
        maxTimes[size] = maxTime;
        refs[size++] = ref;
    }

    /// Epoch milliseconds of the first sample of a chunk.
    public long minTime(int chunk) {
        return minTimes[chunk];
    }

    /// Epoch milliseconds of the last sample of a chunk.
    public long maxTime(int chunk) {
        return maxTimes[chunk];
    }

    public long ref(int chunk) {
        return refs[chunk];
    }
}
