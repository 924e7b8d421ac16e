package io.hypnos.tsdb.block;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.SeriesChunk;

/// Chunks that are to be read together, and after that the chunks. Reused: [#clear()] keeps the arrays.
public final class ChunkBatch {

    private int size;
    private long[] refs = new long[16];
    private long[] minTimes = new long[16];
    private long[] maxTimes = new long[16];
    private @Nullable SeriesChunk[] chunks = new SeriesChunk[16];

    public int size() {
        return size;
    }

    public void clear() {
        Arrays.fill(chunks, 0, size, null);
        size = 0;
    }

    public void add(long ref, long minTime, long maxTime) {
        if (size == refs.length) {
            refs = Arrays.copyOf(refs, size * 2);
            minTimes = Arrays.copyOf(minTimes, size * 2);
            maxTimes = Arrays.copyOf(maxTimes, size * 2);
            chunks = Arrays.copyOf(chunks, size * 2);
        }
        refs[size] = ref;
        minTimes[size] = minTime;
        maxTimes[size++] = maxTime;
    }

    public long ref(int i) {
        return refs[i];
    }

    public long minTime(int i) {
        return minTimes[i];
    }

    public long maxTime(int i) {
        return maxTimes[i];
    }

    /// A chunk that was read.
    ///
    /// @throws IllegalStateException when it was not
    public SeriesChunk chunk(int i) {
        SeriesChunk chunk = chunks[i];
        if (chunk == null) {
            throw new IllegalStateException("chunk " + i + " was not read");
        }
        return chunk;
    }

    void set(int i, SeriesChunk chunk) {
        chunks[i] = chunk;
    }
}
