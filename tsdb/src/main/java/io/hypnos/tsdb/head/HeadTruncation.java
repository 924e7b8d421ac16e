package io.hypnos.tsdb.head;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/// Makes a head forget what is in blocks: chunks, then series without any, then labels that no series has, then files.
///
/// Chunks are dropped a few series at a time under the lock of their shard. A series is dropped under the lock that keeps batches out, which is
/// held for no more than marking a few hundred; what it leaves behind in the index is cleaned up a few lists at a time, and memory is given back when no
/// reader can have met it. For one thread at a time.
final class HeadTruncation {

    private static final int SERIES_AT_ONCE = 128;
    private static final int ITEMS_AT_ONCE = 512;

    private final HeadState state;
    private final BatchGate gate;
    private final ReadLeases leases;
    private final HeadNotes notes;
    private long minTime = Long.MAX_VALUE;
    private int oldestFile = Integer.MAX_VALUE;
    private int[] unused = new int[64];
    private int unusedCount;

    HeadTruncation(HeadState state, BatchGate gate, ReadLeases leases, HeadNotes notes) {
        this.state = state;
        this.gate = gate;
        this.leases = leases;
        this.notes = notes;
    }

    /// Drops all in-order chunks that end before `time`; only when every reader takes these from blocks.
    ///
    /// @return the number of series dropped
    int run(long time, HeadClock clock) throws IOException {
        clock.truncating();
        dropChunks(time);
        clock.truncated(minTime, time);
        int removed = removeUnused();
        state.files().endFile();
        state.files().deleteBefore(oldestFile);
        return removed;
    }

    private void dropChunks(long time) {
        int limit = state.table().limit();
        HeadShard[] shards = state.shards();
        for (int s = 0; s < shards.length; s++) {
            for (int from = s; from < limit; from += SERIES_AT_ONCE * shards.length) {
                shards[s].lock.lock();
                try {
                    int to = Math.min(limit, from + SERIES_AT_ONCE * shards.length);
                    for (int slot = from; slot < to; slot += shards.length) {
                        dropChunks(shards[s], slot, time);
                    }
                } finally {
                    shards[s].giveWay();
                }
            }
        }
    }

    private void dropChunks(HeadShard shard, int slot, long time) {
        long record = state.table().address(slot);
        if (!SeriesRecord.has(record, SeriesRecord.ALIVE)) {
            return;
        }
        HeadShard.Rest rest = shard.truncate(slot, record, time);
        minTime = Math.min(minTime, rest.minTime());
        oldestFile = Math.min(oldestFile, rest.file());
        if (rest.unused()) {
            if (unusedCount == unused.length) {
                unused = Arrays.copyOf(unused, unusedCount * 2);
            }
            unused[unusedCount++] = slot;
        }
    }

    private int removeUnused() {
        int count = 0;
        for (int from = 0; from < unusedCount; from += ITEMS_AT_ONCE) {
            long stamp = gate.closeToBatches();
            try {
                for (int i = from; i < Math.min(unusedCount, from + ITEMS_AT_ONCE); i++) {
                    if (markRemoved(unused[i])) {
                        unused[count++] = unused[i];
                    }
                }
            } finally {
                gate.openToBatches(stamp);
            }
        }
        if (count == 0) {
            return 0;
        }
        int[] removed = Arrays.copyOf(unused, count);
        var pairs = new IntQueue();
        List<LabelName> names = cleanIndex(removed, pairs);
        leases.retire(() -> locked(() -> state.index().free(removed, pairs, names)));
        return count;
    }

    private boolean markRemoved(int slot) {
        HeadShard shard = state.shard(slot);
        shard.lock.lock();
        try {
            long record = state.table().address(slot);
            if (!shard.isUnused(slot, record)) {
                return false;
            }
            SeriesRecord.setFlags(record, 0);
        } finally {
            shard.lock.unlock();
        }
        notes.deletions().forget(slot);
        return true;
    }

    /// Takes removed series out of the index, and pairs and names that no series has any more.
    private List<LabelName> cleanIndex(int[] removed, IntQueue removedPairs) {
        HeadIndex index = state.index();
        inSteps(removed.length, (from, to) -> index.forget(removed, from, to));
        int[] touched = index.pairsOf(removed);
        inSteps(touched.length, (from, to) -> {
            index.cleanPostings(touched, from, to);
            index.pairs().removeUnused(touched, from, to, removedPairs);
        });
        var shrunken = new LinkedHashSet<LabelName>();
        for (int i = 0; i < removedPairs.size(); i++) {
            shrunken.add(index.pairs().nameOf(removedPairs.get(i)));
        }
        var forgotten = new ArrayList<LabelName>();
        for (LabelName name : shrunken) {
            locked(() -> {
                if (index.pairs().shrink(name)) {
                    forgotten.add(name);
                }
            });
        }
        return forgotten;
    }

    @FunctionalInterface
    private interface Stretch {
        void run(int from, int to);
    }

    private void inSteps(int count, Stretch stretch) {
        for (int from = 0; from < count; from += ITEMS_AT_ONCE) {
            int start = from;
            locked(() -> stretch.run(start, Math.min(count, start + ITEMS_AT_ONCE)));
        }
    }

    private void locked(Runnable action) {
        state.index().writeLock().lock();
        try {
            action.run();
        } finally {
            state.index().writeLock().unlock();
        }
    }
}
