package io.hypnos.compact.engine;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockMark;
import io.hypnos.objstore.block.ConcurrentWork;
import io.hypnos.objstore.block.PartialUploads;
import io.hypnos.tsdb.block.Ulid;

/// Deletes what was marked long enough ago, also what is left of deletions that stopped half way, and uploads that nobody finished.
final class BlockCleaner {

    private static final Logger log = LoggerFactory.getLogger(BlockCleaner.class);
    private static final int CONCURRENCY = 32;

    private final Duration delay;
    private final BucketEditor editor;
    private final PartialUploads partialUploads;
    private final CompactMetrics metrics;
    private final Clock clock;

    BlockCleaner(Duration delay, BucketEditor editor, PartialUploads partialUploads, CompactMetrics metrics,
            Clock clock) {
        this.delay = delay;
        this.editor = editor;
        this.partialUploads = partialUploads;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// @throws IOException when the bucket did not answer; what could not be deleted is left for the next time
    void clean(BlockCatalog catalog) throws IOException {
        try {
            int deleted = deleteMarked(catalog);
            editor.check();
            int abandoned = partialUploads.delete(catalog).size();
            metrics.cleaned(deleted, abandoned);
        } catch (IOException | RuntimeException e) {
            metrics.cleanupFailed();
            throw e;
        }
    }

    private int deleteMarked(BlockCatalog catalog) throws IOException {
        Instant before = clock.instant().minus(delay);
        List<Ulid> due = catalog.marks().deletion().entrySet().stream()
                .filter(entry -> !entry.getValue().time().isAfter(before)).map(Map.Entry<Ulid, BlockMark>::getKey)
                .toList();
        var deleted = new AtomicInteger();
        ConcurrentWork.forEach(due, CONCURRENCY, block -> {
            if (editor.deleteIfMarkedBefore(block, before)) {
                deleted.incrementAndGet();
                log.atInfo().addKeyValue("block", block).log("deleted a block");
            }
        });
        return deleted.get();
    }
}
