package io.hypnos.tsdb.head;

/// Bytes in blocks of one cache line each, chained from the last one to the first:
///
///      0  bytes (56)
///     56  the block before (4), 0 in the first one
///     60  unused (4)
///
/// All series of a fleet grow and are emptied at the same pace. With blocks of growing sizes each size would be needed by all of them at once and
/// lie idle at all other times, four times as much memory as is in use; blocks of one size serve everybody.
final class BlockChain {

    static final int BLOCK = 64;
    /// Bytes that a block holds.
    static final int CONTENT = 56;
    private static final int BEFORE = 56;

    private final SlabAllocator slabs;

    BlockChain(SlabAllocator slabs) {
        this.slabs = slabs;
    }

    /// Adds a block behind the last one, which is 0 for a new chain. Its contents are arbitrary.
    int add(int last) {
        int block = slabs.allocate(BLOCK);
        Native.putInt(slabs.address(block) + BEFORE, last);
        return block;
    }

    long address(int block) {
        return slabs.address(block);
    }

    int before(int block) {
        return Native.getInt(slabs.address(block) + BEFORE);
    }

    void setBefore(int block, int before) {
        Native.putInt(slabs.address(block) + BEFORE, before);
    }

    int first(int last) {
        int block = last;
        for (int before = before(block); before != 0; before = before(block)) {
            block = before;
        }
        return block;
    }

    /// Gives a block and all before it back.
    void free(int last) {
        for (int block = last; block != 0;) {
            int before = before(block);
            slabs.free(block, BLOCK);
            block = before;
        }
    }

    /// A new chain with the given bytes, of which there is at least one; returns its last block.
    int write(byte[] bytes, int offset, int length) {
        int last = 0;
        for (int at = 0; at < length; at += CONTENT) {
            last = add(last);
            Native.copy(bytes, offset + at, address(last), Math.min(CONTENT, length - at));
        }
        return last;
    }

    /// Copies the first `length` bytes of a chain that has no more blocks than they need.
    void copy(int last, int length, byte[] to) {
        int at = (length - 1) / CONTENT * CONTENT;
        int size = length - at;
        for (int block = last; block != 0; block = before(block)) {
            Native.copy(address(block), to, at, size);
            at -= CONTENT;
            size = CONTENT;
        }
    }
}
