package io.hypnos.tsdb.head;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.tsdb.head.OutOfOrderSeries.LateChunk;

/// Moves chunks of late samples from the heap to the head-chunk files, once no reader is left that may see only a part of them. For one thread
/// at a time, under the lock of the shard: late chunks are few.
final class LateChunkWriter {

    private static final int SERIES_AT_ONCE = 64;

    private final HeadState state;
    private final ReadLeases leases;

    LateChunkWriter(HeadState state, ReadLeases leases) {
        this.state = state;
        this.leases = leases;
    }

    /// @throws IOException when the files cannot be written; what is not moved stays in memory
    void run() throws IOException {
        for (HeadShard shard : state.shards()) {
            while (moveSome(shard)) {
                // Until the shard has no more.
            }
        }
    }

    private record Moved(OutOfOrderSeries series, int index, LateChunk chunk) {}

    private boolean moveSome(HeadShard shard) throws IOException {
        shard.lock.lock();
        try {
            // Asked under the lock: who begins to read later may see all that is here.
            if (leases.any() || !shard.hasLateWithChunks()) {
                return false;
            }
            move(shard, shard.takeLateWithChunks(SERIES_AT_ONCE));
            return true;
        } finally {
            shard.giveWay();
        }
    }

    private void move(HeadShard shard, int[] slots) throws IOException {
        List<Moved> moved = List.of();
        boolean written = false;
        try {
            moved = write(shard, slots);
            written = true;
        } finally {
            if (!written) {
                state.files().abandon();
                shard.requeueLate(slots);
            }
        }
        for (Moved each : moved) {
            each.series.chunks().set(each.index, each.chunk);
        }
    }

    private List<Moved> write(HeadShard shard, int[] slots) throws IOException {
        List<Moved> moved = new ArrayList<>();
        for (int slot : slots) {
            OutOfOrderSeries series = shard.late(slot);
            if (series == null) {
                continue;
            }
            long reference = SeriesRecord.reference(state.table().address(slot));
            for (int i = 0; i < series.chunks().size(); i++) {
                LateChunk late = series.chunks().get(i);
                Chunk chunk = late.chunk();
                if (chunk != null) {
                    long at = state.files().write(reference, late.minTime(), late.maxTime(), late.encoding().id(), true,
                            chunk.toByteArray(), chunk.length());
                    moved.add(new Moved(series, i, new LateChunk(late.minTime(), late.maxTime(), late.encoding(),
                            late.bytes(), null, at, null)));
                }
            }
        }
        state.files().flush();
        return moved;
    }
}
