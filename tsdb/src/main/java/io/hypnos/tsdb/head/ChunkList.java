package io.hypnos.tsdb.head;

import static io.hypnos.tsdb.head.SeriesLabels.CHUNKS;
import static io.hypnos.tsdb.head.SeriesLabels.CHUNKS_IN_MEMORY;
import static io.hypnos.tsdb.head.SeriesLabels.CHUNK_LIST;
import static io.hypnos.tsdb.head.SeriesLabels.LIST_CAPACITY;

/// The closed chunks of a series in ascending time, one entry of 24 bytes each in a block of the shard's allocator:
///
///      0  first time (8)
///      8  milliseconds from there to the last time (4)
///     12  bytes of the chunk (3) · encoding (1)
///     16  location (8)
///
///     location = 1 (bit 63) · file number · offset (32 bits)           in a head-chunk file, or
///                0 (bit 63) · capacity in units of 8 bytes · block (32 bits)  still in memory
///
/// Chunks leave memory from the oldest on. All methods take the address of the series' [SeriesLabels] and are called under the lock of the
/// shard.
final class ChunkList {

    static final int ENTRY = 24;
    private static final int SPAN = 8;
    private static final int SIZE = 12;
    private static final int LOCATION = 16;
    private static final long ON_DISK = Long.MIN_VALUE;
    private static final int FIRST_CAPACITY = 2;

    private final SlabAllocator slabs;

    ChunkList(SlabAllocator slabs) {
        this.slabs = slabs;
    }

    static int count(long labels) {
        return Native.getShort(labels + CHUNKS);
    }

    static int inMemory(long labels) {
        return Native.getShort(labels + CHUNKS_IN_MEMORY);
    }

    /// Address of the first entry; those that follow are [#ENTRY] bytes apart.
    long entries(long labels) {
        return slabs.address(Native.getInt(labels + CHUNK_LIST));
    }

    long entry(long labels, int index) {
        return entries(labels) + (long) index * ENTRY;
    }

    static long minTime(long entry) {
        return Native.getLong(entry);
    }

    static long maxTime(long entry) {
        return Native.getLong(entry) + (Native.getInt(entry + SPAN) & 0xFFFF_FFFFL);
    }

    static int bytes(long entry) {
        return Native.getInt(entry + SIZE) & 0xFF_FFFF;
    }

    static int encoding(long entry) {
        return Native.getByte(entry + SIZE + 3);
    }

    static boolean isOnDisk(long entry) {
        return Native.getLong(entry + LOCATION) < 0;
    }

    /// The block of a chunk in memory.
    static int block(long entry) {
        return (int) Native.getLong(entry + LOCATION);
    }

    /// Bytes of the block of a chunk in memory.
    static int blockBytes(long entry) {
        return (int) (Native.getLong(entry + LOCATION) >>> 32) * 8;
    }

    /// File number in the upper half, offset in the lower, of a chunk on disk.
    static long diskReference(long entry) {
        return Native.getLong(entry + LOCATION) & ~ON_DISK;
    }

    /// Appends a chunk whose bytes are in a block that the list owns from now on.
    void addInMemory(long labels, long minTime, long maxTime, int bytes, int encoding, int block, int blockBytes) {
        long entry = append(labels, minTime, maxTime, bytes, encoding);
        Native.putLong(entry + LOCATION, (long) (blockBytes >>> 3) << 32 | block & 0xFFFF_FFFFL);
        Native.putShort(labels + CHUNKS_IN_MEMORY, inMemory(labels) + 1);
    }

    void addOnDisk(long labels, long minTime, long maxTime, int bytes, int encoding, long reference) {
        Native.putLong(append(labels, minTime, maxTime, bytes, encoding) + LOCATION, reference | ON_DISK);
    }

    private long append(long labels, long minTime, long maxTime, int bytes, int encoding) {
        int count = count(labels);
        if (count == 0xFFFF) {
            throw new IllegalStateException("a series with more than 65535 chunks in the head");
        }
        if (count == Native.getShort(labels + LIST_CAPACITY)) {
            resize(labels, count == 0 ? FIRST_CAPACITY : count + (count >> 1) + 1);
        }
        Native.putShort(labels + CHUNKS, count + 1);
        long entry = entry(labels, count);
        Native.putLong(entry, minTime);
        Native.putInt(entry + SPAN, (int) (maxTime - minTime));
        Native.putInt(entry + SIZE, bytes & 0xFF_FFFF | encoding << 24);
        return entry;
    }

    /// Notes that a chunk is on disk now, and gives its block back.
    void moved(long labels, int index, long reference) {
        long entry = entry(labels, index);
        slabs.free(block(entry), blockBytes(entry));
        Native.putLong(entry + LOCATION, reference | ON_DISK);
        Native.putShort(labels + CHUNKS_IN_MEMORY, inMemory(labels) - 1);
    }

    /// Drops the oldest chunks.
    void dropFirst(long labels, int dropped) {
        if (dropped == 0) {
            return;
        }
        int left = count(labels) - dropped;
        for (int i = 0; i < dropped; i++) {
            long entry = entry(labels, i);
            if (!isOnDisk(entry)) {
                slabs.free(block(entry), blockBytes(entry));
                Native.putShort(labels + CHUNKS_IN_MEMORY, inMemory(labels) - 1);
            }
        }
        long entries = entries(labels);
        for (int i = 0; i < left * (ENTRY / 8); i++) {
            Native.putLong(entries + i * 8L, Native.getLong(entries + (long) dropped * ENTRY + i * 8L));
        }
        Native.putShort(labels + CHUNKS, left);
        if (left * 2 < Native.getShort(labels + LIST_CAPACITY)) {
            resize(labels, left);
        }
    }

    private void resize(long labels, int wanted) {
        int old = Native.getInt(labels + CHUNK_LIST);
        int oldCapacity = Native.getShort(labels + LIST_CAPACITY);
        int capacity = wanted == 0 ? 0 : Math.min(0xFFFF, SlabAllocator.capacity(wanted * ENTRY) / ENTRY);
        int block = capacity == 0 ? 0 : slabs.allocate(wanted * ENTRY);
        if (old != 0) {
            if (block != 0) {
                Native.copy(slabs.address(old), slabs.address(block), (long) count(labels) * ENTRY);
            }
            slabs.free(old, oldCapacity * ENTRY);
        }
        Native.putInt(labels + CHUNK_LIST, block);
        Native.putShort(labels + LIST_CAPACITY, capacity);
    }
}
