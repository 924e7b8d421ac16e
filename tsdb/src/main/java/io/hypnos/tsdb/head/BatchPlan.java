package io.hypnos.tsdb.head;

import java.util.Arrays;

import io.hypnos.tsdb.write.WriteBatch;

/// How one batch is going to be stored: which series of it mean which slots, in which order the shards see them, and which of them mean the
/// same one. Arrays are reused from batch to batch. For one thread.
///
/// Entry `i` stands for series `series[i]` of the batch.
final class BatchPlan {

    static final int NONE = -1;

    int count;
    int[] series = new int[0];
    long[] low = new long[0];
    long[] high = new long[0];
    /// [#NONE] for a series that is not stored.
    int[] slots = new int[0];
    /// Lowest 32 bits of the reference that the slot had when it was looked up.
    int[] references = new int[0];
    /// The next entry of the same slot, or [#NONE]; only the first of such entries is in [#order].
    int[] sameSlot = new int[0];
    private boolean[] follows = new boolean[0];
    /// Entries by shard: those of shard `s` are `order[shardStarts[s]]` up to `order[shardStarts[s + 1]]`, exclusive.
    int[] order = new int[0];
    int[] shardStarts = new int[0];

    /// Open-addressing table from slots to the first entry of each, beside the round in which it was written.
    private int[] table = new int[0];
    private int[] rounds = new int[0];
    private int round;

    /// Takes in the series of a batch, all of them or those listed, and their fingerprints.
    void fingerprint(WriteBatch batch, int[] listed, boolean all) {
        count = all ? batch.seriesCount() : listed.length;
        if (series.length < count) {
            grow(Math.max(count, series.length * 2));
        }
        byte[] body = batch.body();
        int space = batch.keySpace();
        for (int i = 0; i < count; i++) {
            int s = all ? i : listed[i];
            series[i] = s;
            KeyedHash.fingerprint(body, batch.keyOffset(s), batch.keyLength(s), space, low, high, i);
        }
    }

    private void grow(int capacity) {
        series = new int[capacity];
        low = new long[capacity];
        high = new long[capacity];
        slots = new int[capacity];
        references = new int[capacity];
        sameSlot = new int[capacity];
        follows = new boolean[capacity];
        order = new int[capacity];
        table = new int[Integer.highestOneBit(Math.max(16, capacity)) * 4];
        rounds = new int[table.length];
        round = 0;
    }

    /// Links entries of the same slot and sorts the first ones of them by shard.
    void arrange(int shards) {
        linkSameSlots();
        if (shardStarts.length != shards + 1) {
            shardStarts = new int[shards + 1];
        }
        Arrays.fill(shardStarts, 0);
        int mask = shards - 1;
        for (int i = 0; i < count; i++) {
            if (slots[i] >= 0 && !follows[i]) {
                shardStarts[(slots[i] & mask) + 1]++;
            }
        }
        for (int s = 0; s < shards; s++) {
            shardStarts[s + 1] += shardStarts[s];
        }
        for (int i = 0; i < count; i++) {
            if (slots[i] >= 0 && !follows[i]) {
                order[shardStarts[slots[i] & mask]++] = i;
            }
        }
        // Every start has moved to the end of its shard, which is the start of the next one.
        System.arraycopy(shardStarts, 0, shardStarts, 1, shards);
        shardStarts[0] = 0;
    }

    private void linkSameSlots() {
        round++;
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            sameSlot[i] = NONE;
            follows[i] = false;
            int slot = slots[i];
            if (slot < 0) {
                continue;
            }
            int at = slot * 0x9E3779B9 >>> 4 & mask;
            while (rounds[at] == round && slots[table[at]] != slot) {
                at = at + 1 & mask;
            }
            if (rounds[at] != round) {
                rounds[at] = round;
                table[at] = i;
                continue;
            }
            int last = table[at];
            while (sameSlot[last] != NONE) {
                last = sameSlot[last];
            }
            sameSlot[last] = i;
            follows[i] = true;
        }
    }
}
