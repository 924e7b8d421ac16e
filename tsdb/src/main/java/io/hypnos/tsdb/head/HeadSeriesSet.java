package io.hypnos.tsdb.head;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.chunk.SeriesChunk;

/// Series of the head with their chunks, copied out one series at a time as they are asked for. Holds a lease until it is closed.
final class HeadSeriesSet implements ChunkSeriesSet {

    private final HeadReader reader;
    private final ReadLeases.Lease lease;
    private final int[] slots;
    private final boolean withChunks;
    private final PendingChunks pending = new PendingChunks();
    private int next;
    private @Nullable ChunkSeries current;

    HeadSeriesSet(HeadReader reader, ReadLeases.Lease lease, int[] slots, boolean withChunks) {
        this.reader = reader;
        this.lease = lease;
        this.slots = slots;
        this.withChunks = withChunks;
    }

    @Override
    public boolean next() {
        current = null;
        while (current == null && next < slots.length) {
            int slot = slots[next++];
            current = lease.read(() -> read(slot));
        }
        return current != null;
    }

    private @Nullable ChunkSeries read(int slot) {
        pending.clear();
        reader.collect(slot, lease.snapshot(), withChunks, pending);
        if (pending.isEmpty()) {
            return null;
        }
        List<SeriesChunk> chunks = withChunks ? ChunkUnion.apart(pending.load(reader.files())) : List.of();
        return withChunks && chunks.isEmpty() ? null : new ChunkSeries(reader.labels(slot), chunks);
    }

    @Override
    public ChunkSeries series() {
        if (current == null) {
            throw new IllegalStateException("before the first series or after the last one");
        }
        return current;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {
        lease.close();
    }
}
