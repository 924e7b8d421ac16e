package io.hypnos.objstore.block;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.tsdb.block.Ulid;

/// The marks in a bucket.
public final class BlockMarks {

    private static final Logger log = LoggerFactory.getLogger(BlockMarks.class);

    private final Bucket bucket;

    public BlockMarks(Bucket bucket) {
        this.bucket = bucket;
    }

    /// The mark of a block; empty where there is none, and where there is something that is none, which is logged.
    public Optional<BlockMark> read(Kind kind, Ulid block) throws IOException {
        byte[] bytes;
        try {
            bytes = SmallObject.read(bucket, kind.key(block));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(MarkJson.read(kind, block, bytes));
        } catch (InvalidMarkException e) {
            log.atWarn().addKeyValue("block", block).addKeyValue("err", e.getMessage())
                    .log("ignoring an unreadable mark");
            return Optional.empty();
        }
    }

    /// Puts a mark beside its block. One of the same kind that is there already stays, whoever made it.
    ///
    /// @return whether the mark is new
    public boolean put(BlockMark mark) throws IOException {
        var key = mark.kind().key(mark.block());
        if (bucket.exists(key)) {
            log.atWarn().addKeyValue("block", mark.block()).addKeyValue("mark", mark.kind().fileName())
                    .log("the block is marked already");
            return false;
        }
        byte[] json = MarkJson.write(mark);
        bucket.put(key, new ByteArrayInputStream(json), json.length);
        log.atInfo().addKeyValue("block", mark.block()).addKeyValue("mark", mark.kind().fileName())
                .addKeyValue("details", mark.details()).log("marked a block");
        return true;
    }

    /// Takes a mark away; nothing happens where there is none.
    public void remove(Kind kind, Ulid block) throws IOException {
        bucket.delete(kind.key(block));
    }
}
