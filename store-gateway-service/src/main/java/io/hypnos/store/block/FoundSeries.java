package io.hypnos.store.block;

import java.util.Arrays;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.index.SeriesEntry;

/// A series that is part of the answer, and where its chunks are. Arrays are in the order of the chunks; lent, never changed.
///
/// @param labels   as they are answered
/// @param refs     number of the segment in the upper 32 bits, offset in it in the lower
/// @param minTimes epoch milliseconds
/// @param maxTimes epoch milliseconds
/// @param sizes    about how many bytes each chunk has
record FoundSeries(Labels labels, long[] refs, long[] minTimes, long[] maxTimes, int[] sizes) {

    private static final long[] NO_CHUNKS = {};
    private static final int[] NO_SIZES = {};

    /// A series without its chunks.
    static FoundSeries of(Labels labels) {
        return new FoundSeries(labels, NO_CHUNKS, NO_CHUNKS, NO_CHUNKS, NO_SIZES);
    }

    /// A series with those of its chunks that overlap a range.
    ///
    /// @param usualSize what to take for the size of a chunk where nothing tells
    static FoundSeries of(Labels labels, SeriesEntry entry, TimeRange range, int usualSize) {
        int count = count(entry, range);
        long[] refs = new long[count];
        long[] minTimes = new long[count];
        long[] maxTimes = new long[count];
        int[] sizes = new int[count];
        int n = 0;
        int largest = 0;
        for (int i = 0; i < entry.chunkCount(); i++) {
            int distance = distanceToNext(entry, i);
            largest = Math.max(largest, distance);
            if (range.overlaps(entry.minTime(i), entry.maxTime(i))) {
                refs[n] = entry.chunkRef(i);
                minTimes[n] = entry.minTime(i);
                maxTimes[n] = entry.maxTime(i);
                sizes[n++] = distance;
            }
        }
        // The last chunk of an entry is as large as any other.
        int unknown = largest > 0 ? Math.min(2 * largest, ChunkFetch.MAX_ESTIMATE) : usualSize;
        for (int i = 0; i < count; i++) {
            if (sizes[i] == 0) {
                sizes[i] = unknown;
            }
        }
        return new FoundSeries(labels, refs, minTimes, maxTimes, sizes);
    }

    /// The number of chunks that overlap a range.
    static int count(SeriesEntry entry, TimeRange range) {
        int count = 0;
        for (int i = 0; i < entry.chunkCount(); i++) {
            if (range.overlaps(entry.minTime(i), entry.maxTime(i))) {
                count++;
            }
        }
        return count;
    }

    /// Chunks of a series lie back to back; 0 where that is not so.
    private static int distanceToNext(SeriesEntry entry, int chunk) {
        if (chunk + 1 == entry.chunkCount()) {
            return 0;
        }
        long distance = entry.chunkRef(chunk + 1) - entry.chunkRef(chunk);
        return distance > 0 && distance <= ChunkFetch.MAX_ESTIMATE ? (int) distance : 0;
    }

    /// About how many bytes all chunks have.
    long bytes() {
        return Arrays.stream(sizes).asLongStream().sum();
    }
}
