package io.hypnos.objstore.block;

import java.io.IOException;
import java.util.Optional;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Entry;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.tsdb.block.Ulid;

/// Removes blocks from the bucket for good. `meta.json` goes first, so that nobody takes a half deleted block for one; the deletion mark goes
/// last, so that a deletion that stopped somewhere is found and ended.
public final class BlockDeleter {

    private final Bucket bucket;

    public BlockDeleter(Bucket bucket) {
        this.bucket = bucket;
    }

    /// Removes everything below the block's directory; nothing happens when it is gone already.
    public void delete(Ulid block) throws IOException {
        ObjectKey meta = BlockKeys.meta(block);
        ObjectKey mark = BlockMark.Kind.DELETION.key(block);
        bucket.delete(meta);
        for (Entry entry : bucket.list(Optional.of(BlockKeys.directory(block)), Listing.RECURSIVE)) {
            if (!entry.key().equals(mark) && !entry.key().equals(meta)) {
                bucket.delete(entry.key());
            }
        }
        bucket.delete(mark);
    }
}
