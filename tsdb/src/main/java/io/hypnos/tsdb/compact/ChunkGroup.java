package io.hypnos.tsdb.compact;

import java.util.Arrays;

import io.hypnos.tsdb.block.Intervals;
import io.hypnos.tsdb.index.SeriesEntry;

/// The chunks that all inputs have of one series, in the order of their first times, then last times. Reused: [#clear()] keeps the arrays.
final class ChunkGroup {

    private int size;
    private long[] minTimes = new long[64];
    private long[] maxTimes = new long[64];
    private long[] refs = new long[64];
    private int[] lanes = new int[64];
    private int[] order = new int[0];
    /// By lane: where its chunks are, and what of them is deleted.
    private RecordWindow[] records = new RecordWindow[16];
    private Intervals[] deleted = new Intervals[16];
    private int laneCount;

    void clear() {
        size = 0;
        laneCount = 0;
    }

    /// Adds the chunks that one stream has. In each lane they should be in order and apart.
    void addLane(RecordWindow laneRecords, Intervals deletedIntervals, SeriesEntry entry) {
        if (laneCount == records.length) {
            records = Arrays.copyOf(records, laneCount * 2);
            deleted = Arrays.copyOf(deleted, laneCount * 2);
        }
        records[laneCount] = laneRecords;
        deleted[laneCount] = deletedIntervals;
        for (int i = 0; i < entry.chunkCount(); i++) {
            add(entry.minTime(i), entry.maxTime(i), entry.chunkRef(i), laneCount);
        }
        laneCount++;
    }

    private void add(long min, long max, long ref, int lane) {
        if (size == refs.length) {
            minTimes = Arrays.copyOf(minTimes, size * 2);
            maxTimes = Arrays.copyOf(maxTimes, size * 2);
            refs = Arrays.copyOf(refs, size * 2);
            lanes = Arrays.copyOf(lanes, size * 2);
        }
        minTimes[size] = min;
        maxTimes[size] = max;
        refs[size] = ref;
        lanes[size++] = lane;
    }

    /// Puts the chunks in order. To be called when all lanes are there.
    void sort() {
        order = IndexSort.sort(size, this::compare);
    }

    private int compare(int a, int b) {
        int byMin = Long.compare(minTimes[a], minTimes[b]);
        return byMin != 0 ? byMin : Long.compare(maxTimes[a], maxTimes[b]);
    }

    int size() {
        return size;
    }

    long minTime(int chunk) {
        return minTimes[order[chunk]];
    }

    long maxTime(int chunk) {
        return maxTimes[order[chunk]];
    }

    long ref(int chunk) {
        return refs[order[chunk]];
    }

    /// Number of the stream that the chunk came from.
    int lane(int chunk) {
        return lanes[order[chunk]];
    }

    /// Reads the chunk.
    RecordWindow records(int chunk) {
        return records[lanes[order[chunk]]];
    }

    Intervals deleted(int chunk) {
        return deleted[lanes[order[chunk]]];
    }
}
