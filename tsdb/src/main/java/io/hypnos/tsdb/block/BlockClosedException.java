package io.hypnos.tsdb.block;

import io.hypnos.series.StorageException;

/// A block was used after its owner had closed it, which happens to a reader that comes late: the block was compacted away or has expired.
public final class BlockClosedException extends StorageException {

    private static final long serialVersionUID = 1L;

    public BlockClosedException(Ulid block) {
        super("block " + block + " is closed");
    }
}
