package io.hypnos.tsdb.head;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.Intervals;

/// What a reader may see of the head: the closed interval `[min, max]`, of which in-order samples only from `inOrderFrom` on, because the
/// older ones are in blocks that the reader has as well.
final class HeadReader {

    private final HeadIndex index;
    private final SeriesTable table;
    private final HeadShard[] shards;
    private final HeadChunkFiles files;
    private final HeadDeletions deletions;
    private final long min;
    private final long max;
    private final long inOrderFrom;
    private final Part part;

    /// What kind of samples is wanted.
    enum Part {
        IN_ORDER,
        /// Late samples that are sealed.
        SEALED, ALL
    }

    HeadReader(HeadState state, HeadDeletions deletions, long min, long max, long inOrderFrom,
            Part part) {
        this.index = state.index();
        this.table = state.table();
        this.shards = state.shards();
        this.files = state.files();
        this.deletions = deletions;
        this.min = min;
        this.max = max;
        this.inOrderFrom = inOrderFrom;
        this.part = part;
    }

    HeadChunkFiles files() {
        return files;
    }

    Labels labels(int slot) {
        return index.labels(slot);
    }

    /// Takes what the reader may see of a series; nothing when it is gone.
    void collect(int slot, int snapshot, boolean withBytes, PendingChunks into) {
        HeadShard shard = shards[slot & shards.length - 1];
        shard.lock.lock();
        try {
            long record = table.address(slot);
            if (!SeriesRecord.has(record, SeriesRecord.ALIVE)) {
                return;
            }
            if (part != Part.SEALED) {
                // Nothing can be hidden in a range that is closed to batches.
                int hidden = part == Part.IN_ORDER ? 0 : shard.hiddenSamples(slot, record, snapshot);
                // They are counted back from the newest sample, so the chunks behind the range are needed to tell which they are.
                long last = hidden > 0 && withBytes ? Long.MAX_VALUE : max;
                shard.collect(slot, record, Math.max(min, inOrderFrom), last, withBytes, into.inOrder());
                into.hide(hidden, max);
            }
            if (part != Part.IN_ORDER && SeriesRecord.has(record, SeriesRecord.OUT_OF_ORDER)) {
                @Nullable
                OutOfOrderSeries late = shard.late(slot);
                if (late != null) {
                    late.collect(min, max, snapshot, part == Part.SEALED, into.late());
                }
            }
            if (deletions.any()) {
                Intervals deleted = deletions.of(slot);
                if (deleted != null) {
                    into.delete(deleted);
                }
            }
        } finally {
            shard.lock.unlock();
        }
    }
}
