package io.hypnos.tsdb.head;

import java.util.concurrent.locks.StampedLock;

/// From the bytes that a sender writes for a series' labels to its slot: an open-addressing table of
///
///     fingerprint (16) · slot + 1 (4), 0 for a free entry · lowest 32 bits of the series' reference (4)
///
/// in memory outside of the heap. A batch is looked up in passes: all entries are touched before the first one is looked at, and all records
/// after that, so that the processor waits for many cache lines at once instead of one after the other. By `LookupBenchmark` a request is
/// decoded and its series found in less than a sixth of the time that a string for each series and a map take.
///
/// Nothing is ever removed singly. An entry whose series is gone is recognised by its reference, which is never used twice, and left out when
/// the table is built anew, for growth or because [#limit] is reached; so a sender that changes its bytes all the time costs no more
/// memory than the limit.
final class WireCache {

    private static final int ENTRY = 24;
    private static final int SLOT = 16;
    private static final int REFERENCE = 20;
    private static final int MIN_CAPACITY = 1 << 10;

    private final MemoryAccount account;
    private final SeriesTable table;
    private final StampedLock lock = new StampedLock();
    private long entries;
    private int capacity;
    private int used;
    /// What the compiler may not leave out.
    private long touched;

    WireCache(MemoryAccount account, SeriesTable table) {
        this.account = account;
        this.table = table;
        this.capacity = MIN_CAPACITY;
        this.entries = account.allocate((long) capacity * ENTRY);
    }

    /// Looks the fingerprints up and writes the slot of each to `slots`, -1 where there is none, and the reference to `references`.
    void resolve(long[] low, long[] high, int count, int[] slots, int[] references) {
        long stamp = lock.readLock();
        try {
            long sum = touchEntries(low, count);
            probe(low, high, count, slots, references);
            sum += checkRecords(count, slots, references);
            touched = sum;
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private long touchEntries(long[] low, int count) {
        int mask = capacity - 1;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long entry = entries + (low[i] & mask) * ENTRY;
            // A quarter of the entries lie on two lines.
            sum += Native.getLong(entry) + Native.getInt(entry + SLOT);
        }
        return sum;
    }

    private void probe(long[] low, long[] high, int count, int[] slots, int[] references) {
        int mask = capacity - 1;
        for (int i = 0; i < count; i++) {
            int at = (int) low[i] & mask;
            int slot;
            while (true) {
                long entry = entries + (long) at * ENTRY;
                slot = Native.getInt(entry + SLOT);
                if (slot == 0 || Native.getLong(entry) == low[i] && Native.getLong(entry + 8) == high[i]) {
                    references[i] = Native.getInt(entry + REFERENCE);
                    break;
                }
                at = at + 1 & mask;
            }
            slots[i] = slot - 1;
        }
    }

    /// Touches the records of all series that were found and drops those that have changed hands.
    private long checkRecords(int count, int[] slots, int[] references) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (slots[i] >= 0) {
                sum += Native.getLong(table.address(slots[i]));
            }
        }
        for (int i = 0; i < count; i++) {
            if (slots[i] >= 0 && !is(slots[i], references[i])) {
                slots[i] = -1;
            }
        }
        return sum;
    }

    private boolean is(int slot, int reference) {
        long record = table.address(slot);
        return (int) SeriesRecord.reference(record) == reference && SeriesRecord.has(record, SeriesRecord.ALIVE);
    }

    /// Enters a series under a fingerprint that was not found.
    void put(long low, long high, int slot, int reference) {
        long stamp = lock.writeLock();
        try {
            if (used * 5L >= capacity * 3L) {
                rebuild();
            }
            if (insert(low, high, slot, reference)) {
                used++;
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private boolean insert(long low, long high, int slot, int reference) {
        int mask = capacity - 1;
        int at = (int) low & mask;
        while (true) {
            long entry = entries + (long) at * ENTRY;
            boolean free = Native.getInt(entry + SLOT) == 0;
            if (free || Native.getLong(entry) == low && Native.getLong(entry + 8) == high) {
                Native.putLong(entry, low);
                Native.putLong(entry + 8, high);
                Native.putInt(entry + SLOT, slot + 1);
                Native.putInt(entry + REFERENCE, reference);
                return free;
            }
            at = at + 1 & mask;
        }
    }

    /// Leaves out what is out of date, grows when that is not enough, and forgets everything when there are far more entries than series.
    private void rebuild() {
        long old = entries;
        int oldCapacity = capacity;
        int valid = 0;
        for (int i = 0; i < oldCapacity; i++) {
            valid += isValid(old + (long) i * ENTRY) ? 1 : 0;
        }
        boolean forget = valid > limit();
        while ((forget ? 0 : valid) * 5L >= capacity * 2L) {
            capacity *= 2;
        }
        entries = account.allocate((long) capacity * ENTRY);
        used = 0;
        for (int i = 0; i < oldCapacity && !forget; i++) {
            long entry = old + (long) i * ENTRY;
            if (isValid(entry)) {
                insert(Native.getLong(entry), Native.getLong(entry + 8), Native.getInt(entry + SLOT) - 1,
                        Native.getInt(entry + REFERENCE));
                used++;
            }
        }
        account.free(old, (long) oldCapacity * ENTRY);
    }

    private boolean isValid(long entry) {
        int slot = Native.getInt(entry + SLOT) - 1;
        return slot >= 0 && is(slot, Native.getInt(entry + REFERENCE));
    }

    /// Entries above which all are forgotten: three ways of writing each series.
    private long limit() {
        return 3L * table.count() + MIN_CAPACITY;
    }

    void close() {
        account.free(entries, (long) capacity * ENTRY);
        entries = 0;
    }
}
