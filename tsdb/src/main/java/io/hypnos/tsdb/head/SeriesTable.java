package io.hypnos.tsdb.head;

import java.util.Arrays;
import java.util.BitSet;

/// All series records of a head, by slot: a dense number that is used again after its series is gone. Records never move.
///
/// Slots are given out and taken back under the lock of the index; [#address(int)] may be called by anybody who was told a slot.
final class SeriesTable {

    private static final int PER_SLAB_BITS = 10;
    private static final int PER_SLAB = 1 << PER_SLAB_BITS;
    private static final int SLAB_BYTES = PER_SLAB * SeriesRecord.SIZE;

    private final MemoryAccount account;
    private volatile long[] slabs = new long[0];
    private int slabCount;
    private final BitSet used = new BitSet();
    /// No slot below is free.
    private int searchFrom;
    private volatile int limit;
    private volatile int count;

    SeriesTable(MemoryAccount account) {
        this.account = account;
    }

    /// The lowest free slot, its record zeroed. So slots that are given out after one another ascend, apart from one step back after slots
    /// were taken back.
    int allocate() {
        int slot = used.nextClearBit(searchFrom);
        if (slot >>> PER_SLAB_BITS == slabCount) {
            long[] grown = slabCount == slabs.length
                    ? Arrays.copyOf(slabs, Math.max(16, slabCount * 2))
                    : slabs;
            grown[slabCount++] = account.allocate(SLAB_BYTES);
            slabs = grown;
        }
        used.set(slot);
        searchFrom = slot + 1;
        count++;
        if (slot < limit) {
            Native.zero(address(slot), SeriesRecord.SIZE);
        } else {
            // Memory that was never used is zero.
            limit = slot + 1;
        }
        return slot;
    }

    void free(int slot) {
        used.clear(slot);
        searchFrom = Math.min(searchFrom, slot);
        count--;
    }

    long address(int slot) {
        return slabs[slot >>> PER_SLAB_BITS] + (long) (slot & PER_SLAB - 1) * SeriesRecord.SIZE;
    }

    /// All slots are below.
    int limit() {
        return limit;
    }

    /// The number of slots in use.
    int count() {
        return count;
    }

    /// The slots in use, ascending.
    int[] slots() {
        int[] slots = new int[count];
        int n = 0;
        for (int slot = used.nextSetBit(0); slot >= 0; slot = used.nextSetBit(slot + 1)) {
            slots[n++] = slot;
        }
        return n == slots.length ? slots : Arrays.copyOf(slots, n);
    }

    void close() {
        for (int i = 0; i < slabCount; i++) {
            account.free(slabs[i], SLAB_BYTES);
        }
        slabCount = 0;
        slabs = new long[0];
    }
}
