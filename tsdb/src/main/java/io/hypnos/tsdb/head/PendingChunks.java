package io.hypnos.tsdb.head;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.block.ChunkFilter;
import io.hypnos.tsdb.block.Intervals;

/// What a reader takes of one series under the lock of its shard, to be completed without it. Reused from series to series.
final class PendingChunks {

    private final List<PendingChunk> inOrder = new ArrayList<>();
    private final List<PendingChunk> late = new ArrayList<>();
    /// How many of the newest in-order samples the reader may not see.
    private int hidden;
    /// In-order chunks that begin later are there for counting only.
    private long last = Long.MAX_VALUE;
    private Intervals deleted = Intervals.NONE;

    void clear() {
        inOrder.clear();
        late.clear();
        hidden = 0;
        last = Long.MAX_VALUE;
        deleted = Intervals.NONE;
    }

    List<PendingChunk> inOrder() {
        return inOrder;
    }

    List<PendingChunk> late() {
        return late;
    }

    /// Says how many of the newest in-order samples are to be left out, and with which time to end.
    void hide(int samples, long lastTime) {
        hidden = samples;
        last = lastTime;
    }

    void delete(Intervals intervals) {
        deleted = intervals;
    }

    boolean isEmpty() {
        return inOrder.isEmpty() && late.isEmpty();
    }

    /// The chunks in ascending order of their first time, with what is on disk fetched from there and without what is hidden: a chunk holds
    /// its samples in the order of their arrival, so it is enough to lower the count in its header.
    List<SeriesChunk> load(HeadChunkFiles files) {
        var chunks = new ArrayList<SeriesChunk>(inOrder.size() + late.size());
        int toHide = hidden;
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            PendingChunk chunk = inOrder.get(i);
            byte[] bytes = bytes(chunk, files);
            if (toHide > 0) {
                int samples = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
                int left = Math.max(0, samples - toHide);
                toHide -= samples - left;
                if (left == 0) {
                    continue;
                }
                bytes[0] = (byte) (left >>> 8);
                bytes[1] = (byte) left;
            }
            if (chunk.minTime() <= last) {
                chunks.add(chunk(chunk, bytes));
            }
        }
        for (PendingChunk chunk : late) {
            chunks.add(chunk(chunk, bytes(chunk, files)));
        }
        if (!deleted.isEmpty()) {
            chunks = withoutDeleted(chunks);
        }
        chunks.sort(Comparator.comparingLong(SeriesChunk::minTime));
        return chunks;
    }

    private ArrayList<SeriesChunk> withoutDeleted(List<SeriesChunk> chunks) {
        var filter = new ChunkFilter(TimeRange.ALL, deleted);
        var kept = new ArrayList<SeriesChunk>();
        for (SeriesChunk chunk : chunks) {
            kept.addAll(filter.apply(chunk));
        }
        return kept;
    }

    private static byte[] bytes(PendingChunk chunk, HeadChunkFiles files) {
        byte[] bytes = chunk.bytes();
        return bytes == null ? files.read(chunk.diskReference()) : bytes;
    }

    private static Chunk chunk(PendingChunk chunk, byte[] bytes) {
        return new Chunk(chunk.minTime(), chunk.maxTime(), chunk.encoding(), bytes, 0, chunk.length());
    }
}
