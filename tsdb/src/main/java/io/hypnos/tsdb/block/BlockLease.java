package io.hypnos.tsdb.block;

import java.util.concurrent.atomic.AtomicBoolean;

import io.hypnos.tsdb.index.IndexReader;

/// One reader's share in keeping a [Block] open. What it hands out may be used until it is closed.
public final class BlockLease implements AutoCloseable {

    private final Block block;
    private final AtomicBoolean closed = new AtomicBoolean();

    BlockLease(Block block) {
        this.block = block;
    }

    /// The index, opened and checked with the first call for the block.
    ///
    /// @throws io.hypnos.series.StorageException when it is not readable
    public IndexReader index() {
        return block.index();
    }

    public ChunkReader chunks() {
        return block.chunks();
    }

    public Tombstones tombstones() {
        return block.tombstones();
    }

    /// Ends the share; further calls do nothing.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            block.release();
        }
    }
}
