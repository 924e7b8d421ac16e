package io.hypnos.tsdb.head;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;

/// Overlapping chunks of one series as chunks that do not overlap: all samples in ascending time, of those at one time the first one.
public final class ChunkUnion {

    private ChunkUnion() {}

    /// The chunks of a series, with those that overlap replaced by others that do not: for readers that would take overlapping chunks for copies of
    /// one another and choose.
    ///
    /// @param chunks ascending by their first times; of samples at one time that of the first chunk stays
    public static List<SeriesChunk> apart(List<SeriesChunk> chunks) {
        int from = 0;
        @Nullable
        List<SeriesChunk> apart = null;
        while (from < chunks.size()) {
            long end = chunks.get(from).maxTime();
            int to = from + 1;
            boolean plain = chunks.get(from) instanceof Chunk;
            for (; to < chunks.size() && chunks.get(to).minTime() <= end; to++) {
                end = Math.max(end, chunks.get(to).maxTime());
                plain &= chunks.get(to) instanceof Chunk;
            }
            if (to - from > 1 && plain) {
                apart = apart == null ? new ArrayList<>(chunks.subList(0, from)) : apart;
                apart.addAll(of(chunks.subList(from, to), TimeRange.ALL));
            } else if (apart != null) {
                apart.addAll(chunks.subList(from, to));
            }
            from = to;
        }
        return apart == null ? chunks : apart;
    }

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
