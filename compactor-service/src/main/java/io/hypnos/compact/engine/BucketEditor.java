package io.hypnos.compact.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import io.hypnos.compact.plan.PlannedCompaction.Exclusion;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockDeleter;
import io.hypnos.objstore.block.BlockMark;
import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;

/// The only hand that a compactor lays on its bucket: every change asks the [Lease] first and is counted.
final class BucketEditor {

    private final Bucket bucket;
    private final BlockMarks marks;
    private final BlockUploader uploader;
    private final Lease lease;
    private final CompactMetrics metrics;
    private final Clock clock;

    BucketEditor(Bucket bucket, EngineOptions.Transfers transfers, Lease lease, CompactMetrics metrics, Clock clock) {
        this.bucket = bucket;
        this.marks = new BlockMarks(bucket);
        this.uploader = new BlockUploader(bucket, new BlockUploader.Options(transfers.sha256(), transfers.files()),
                clock);
        this.lease = lease;
        this.metrics = metrics;
        this.clock = clock;
    }

    BlockMeta upload(Path directory, BlockMeta meta) throws IOException {
        lease.check();
        return uploader.upload(directory, meta);
    }

    void markForDeletion(Ulid block, String details) throws IOException {
        put(new BlockMark.Deletion(block, details, now()));
    }

    void exclude(Exclusion exclusion) throws IOException {
        put(new BlockMark.NoCompact(exclusion.block().id(), exclusion.details(), now(), exclusion.reason()));
    }

    /// Sets a block aside that cannot be compacted; it stays readable, and somebody has to look at it.
    void quarantine(Ulid block, Reason reason, String details) throws IOException {
        put(new BlockMark.NoCompact(block, details, now(), reason));
    }

    /// Sets a block aside that cannot be downsampled.
    void quarantineFromDownsampling(Ulid block, String details) throws IOException {
        put(new BlockMark.NoDownsample(block, details, now(), Reason.QUARANTINED));
    }

    /// Deletes a block if it still has its mark and the mark is older than `before`.
    ///
    /// @return whether it is gone
    boolean deleteIfMarkedBefore(Ulid block, Instant before) throws IOException {
        lease.check();
        Optional<BlockMark> mark = marks.read(Kind.DELETION, block);
        if (mark.isEmpty() || mark.get().time().isAfter(before)) {
            return false;
        }
        new BlockDeleter(bucket).delete(block);
        return true;
    }

    void check() throws IOException {
        lease.check();
    }

    private void put(BlockMark mark) throws IOException {
        lease.check();
        if (marks.put(mark)) {
            metrics.marked(mark);
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
