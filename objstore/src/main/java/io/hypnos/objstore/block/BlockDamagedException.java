package io.hypnos.objstore.block;

import java.io.IOException;

import io.hypnos.tsdb.block.Ulid;

/// A block in the bucket is not what its meta says, and will not become so by waiting: a file is missing, too short or too long, or has another
/// checksum.
public final class BlockDamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Ulid block;

    public BlockDamagedException(Ulid block, String what) {
        super("block " + block + " is damaged: " + what);
        this.block = block;
    }

    public Ulid block() {
        return block;
    }
}
