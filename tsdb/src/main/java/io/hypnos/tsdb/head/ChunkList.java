package io.hypnos.tsdb.head;

import static io.hypnos.tsdb.head.SeriesLabels.CHUNKS;
import static io.hypnos.tsdb.head.SeriesLabels.CHUNKS_IN_MEMORY;
import static io.hypnos.tsdb.head.SeriesLabels.CHUNK_LIST;
import static io.hypnos.tsdb.head.SeriesLabels.FIRST_CHUNK;

/// The closed chunks of a series in ascending time: entries of 24 bytes, two to a block of a [BlockChain].
///
///      0  first time (8)
///      8  milliseconds from there to the last time (4)
///     12  bytes of the chunk (3) · encoding (1)
///     16  location (8)
///
///     location = 1 (bit 63) · file number (31 bits) · offset (32 bits)  in a head-chunk file, or
///                0 (bit 63) · last block of a chain (32 bits)           still in memory
///
/// Chunks leave the list from the oldest on, so the oldest one may stand second in the first block. They leave memory for the disk from the
/// oldest on, too. All methods take the address of the series' [SeriesLabels] and are called under the lock of the shard.
final class ChunkList {

    private static final int ENTRY = 24;
    private static final int PER_BLOCK = 2;
    private static final int SPAN = 8;
    private static final int SIZE = 12;
    private static final int LOCATION = 16;
    private static final long ON_DISK = Long.MIN_VALUE;

    private final BlockChain chain;
    /// Blocks of the series that was loaded last, newest first.
    private final IntQueue blocks = new IntQueue();
    /// Where its oldest entry stands in the first block.
    private int offset;

    ChunkList(BlockChain chain) {
        this.chain = chain;
    }

    static int count(long labels) {
        return Native.getShort(labels + CHUNKS);
    }

    static int inMemory(long labels) {
        return Native.getShort(labels + CHUNKS_IN_MEMORY);
    }

    /// Makes a series the one whose entries [#entry(int)] finds, until its list changes, and returns the number of its chunks.
    int load(long labels) {
        blocks.clear();
        for (int block = Native.getInt(labels + CHUNK_LIST); block != 0; block = chain.before(block)) {
            blocks.add(block);
        }
        offset = Native.getShort(labels + FIRST_CHUNK);
        return count(labels);
    }

    /// Address of an entry of the loaded series, counted from its oldest chunk.
    long entry(int index) {
        int place = offset + index;
        int block = blocks.get(blocks.size() - 1 - place / PER_BLOCK);
        return chain.address(block) + place % PER_BLOCK * ENTRY;
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

    /// The last block of a chunk in memory.
    static int block(long entry) {
        return (int) Native.getLong(entry + LOCATION);
    }

    /// File number in the upper half, offset in the lower, of a chunk on disk.
    static long diskReference(long entry) {
        return Native.getLong(entry + LOCATION) & ~ON_DISK;
    }

    /// Appends a chunk whose bytes are in a chain that the list owns from now on.
    void addInMemory(long labels, long minTime, long maxTime, int bytes, int encoding, int lastBlock) {
        Native.putLong(append(labels, minTime, maxTime, bytes, encoding) + LOCATION, lastBlock & 0xFFFF_FFFFL);
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
        int place = Native.getShort(labels + FIRST_CHUNK) + count;
        int last = Native.getInt(labels + CHUNK_LIST);
        if (place % PER_BLOCK == 0) {
            last = chain.add(last);
            Native.putInt(labels + CHUNK_LIST, last);
        }
        Native.putShort(labels + CHUNKS, count + 1);
        long entry = chain.address(last) + place % PER_BLOCK * ENTRY;
        Native.putLong(entry, minTime);
        Native.putInt(entry + SPAN, (int) (maxTime - minTime));
        Native.putInt(entry + SIZE, bytes & 0xFF_FFFF | encoding << 24);
        return entry;
    }

    /// Notes that a chunk of the loaded series is on disk now, and gives its memory back.
    void moved(long labels, int index, long reference) {
        long entry = entry(index);
        chain.free(block(entry));
        Native.putLong(entry + LOCATION, reference | ON_DISK);
        Native.putShort(labels + CHUNKS_IN_MEMORY, inMemory(labels) - 1);
    }

    /// Drops the oldest chunks of the loaded series.
    void dropFirst(long labels, int dropped) {
        if (dropped == 0) {
            return;
        }
        for (int i = 0; i < dropped; i++) {
            long entry = entry(i);
            if (!isOnDisk(entry)) {
                chain.free(block(entry));
                Native.putShort(labels + CHUNKS_IN_MEMORY, inMemory(labels) - 1);
            }
        }
        int left = count(labels) - dropped;
        Native.putShort(labels + CHUNKS, left);
        if (left == 0) {
            chain.free(Native.getInt(labels + CHUNK_LIST));
            Native.putInt(labels + CHUNK_LIST, 0);
            Native.putShort(labels + FIRST_CHUNK, 0);
        } else {
            int place = offset + dropped;
            int first = blocks.get(blocks.size() - 1 - place / PER_BLOCK);
            chain.free(chain.before(first));
            chain.setBefore(first, 0);
            Native.putShort(labels + FIRST_CHUNK, place % PER_BLOCK);
        }
        load(labels);
    }
}
