package io.hypnos.tsdb.head;

import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;

/// Overlapping chunks of one series as chunks that do not overlap: all samples in ascending time, of those at one time the first one.
final class ChunkUnion {

    private ChunkUnion() {}

    /// @param chunks plain chunks, in the order in which they win
    static List<SeriesChunk> of(List<SeriesChunk> chunks, TimeRange range) {
        var samples = new StoredSamples();
        for (SeriesChunk chunk : chunks) {
            if (!(chunk instanceof Chunk plain)) {
                throw new IllegalArgumentException("aggregates in the head");
            }
            ChunkDecoder.decode(plain, samples);
        }
        int[] order = new int[samples.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        MergeSort.sort(order, (a, b) -> Long.compare(samples.time(a), samples.time(b)));
        var writer = new ChunkWriter();
        boolean any = false;
        long last = 0;
        for (int i : order) {
            long time = samples.time(i);
            if (range.contains(time) && (!any || time > last)) {
                writer.append(samples, i, i + 1);
                last = time;
                any = true;
            }
        }
        return List.copyOf(writer.finish());
    }
}
