package io.hypnos.tsdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.head.Head;
import io.hypnos.tsdb.step.StepListener;
import io.hypnos.tsdb.wal.Checkpoint;
import io.hypnos.tsdb.wal.Salvage;
import io.hypnos.tsdb.wal.Wal;

/// Turns what is old in the head into blocks, and what is old among the blocks into free space. For one thread at a time.
///
/// A cut goes block by block: the range is closed to batches, written, published together with the word that readers find it in blocks from now
/// on, and forgotten by the head when the last reader that was told otherwise has ended. The log is shortened last.
final class TsdbUpkeep {

    private static final Logger log = LoggerFactory.getLogger(TsdbUpkeep.class);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TsdbParts parts;
    private final UlidGenerator ulids;
    private final RetentionPolicy retention;
    /// What the head is to forget when readers have ended; null for nothing.
    private @Nullable Forgetting pending;

    /// @param inOrderBefore time before which in-order samples go, `Long.MIN_VALUE` for none
    /// @param late          whether sealed late samples go, and with them the segments of their log before `lateSegment`
    /// @param readers       moment before which readers must have ended
    private record Forgetting(long inOrderBefore, boolean late, int lateSegment, long readers) {}

    TsdbUpkeep(TsdbParts parts) {
        this.parts = parts;
        this.ulids = new UlidGenerator(parts.options().surroundings().clock());
        this.retention = new RetentionPolicy(parts.options().retention());
    }

    /// Everything that is due.
    void run() throws IOException {
        if (!forget()) {
            log.atWarn().setMessage("Reads keep the head from forgetting what is in blocks").log();
            return;
        }
        parts.head().release();
        boolean cut = false;
        while (forget() && isLongEnough()) {
            cutOldest(rangeEnd(parts.head().inOrderRange().min()));
            cut = true;
        }
        if (!cut && isIdle()) {
            flush();
        } else if (cut && forget()) {
            cutLate();
            shortenLog();
        }
        parts.reload();
        parts.drop(retention.expired(parts.blocks(), parts.otherBytes()));
    }

    private boolean isLongEnough() {
        TimeRange range = parts.head().inOrderRange();
        return !range.isEmpty() && range.max() - range.min() > blockRange() / 2 * 3;
    }

    /// Whether the head has samples and got none for so long that its last range is surely complete.
    private boolean isIdle() {
        long now = parts.options().surroundings().clock().millis();
        return !parts.head().timeRange().isEmpty() && now - parts.head().lastAppendMillis() > blockRange() / 2 * 3;
    }

    private long blockRange() {
        return parts.options().head().blockRange();
    }

    private long rangeEnd(long time) {
        return time / blockRange() * blockRange() + blockRange();
    }

    /// Makes blocks of everything that is in the head now.
    void flush() throws IOException {
        requireForgotten();
        long end = parts.head().inOrderRange().max() + 1;
        while (true) {
            TimeRange range = parts.head().inOrderRange();
            if (range.isEmpty() || range.min() >= end) {
                break;
            }
            cutOldest(Math.min(end, rangeEnd(range.min())));
            requireForgotten();
        }
        cutLate();
        requireForgotten();
        shortenLog();
    }

    private void requireForgotten() throws IOException {
        if (!forget()) {
            throw new IOException("reads keep the head from forgetting what is in blocks");
        }
    }

    /// Writes the in-order samples before `end`.
    private void cutOldest(long end) throws IOException {
        long started = System.nanoTime();
        Head head = parts.head();
        head.closeBefore(end);
        long start = head.inOrderRange().min();
        Ulid ulid = ulids.next();
        Optional<BlockMeta> written = head.cut(TimeRange.halfOpen(start, end), parts.directory().root(), ulid,
                BlockDraft.original(ulid, start, end));
        parts.publish(written.map(List::of).orElse(List.of()), end);
        written.ifPresent(meta -> logCut(meta, started));
        pending = new Forgetting(end, false, 0, head.readersNow());
    }

    /// Writes all late samples so far, one block for each range that has any. What comes in while it does so goes into the next blocks, and may
    /// be in these as well.
    private void cutLate() throws IOException {
        Head head = parts.head();
        Wal lateLog = parts.lateLog();
        TimeRange range = head.lateRange();
        if (range.isEmpty()) {
            return;
        }
        long started = System.nanoTime();
        int segment = lateLog == null ? 0 : lateLog.nextSegment();
        head.sealLate();
        range = head.lateRange();
        var written = new ArrayList<BlockMeta>();
        for (long start = Math.floorDiv(range.min(), blockRange()) * blockRange(); start <= range
                .max(); start += blockRange()) {
            Ulid ulid = ulids.next();
            var lineage = BlockLineage.original(ulid).withHints(List.of(BlockLineage.FROM_OUT_OF_ORDER));
            head.cutLate(TimeRange.halfOpen(start, start + blockRange()), parts.directory().root(), ulid,
                    new BlockDraft(start, start + blockRange(), lineage, null)).ifPresent(written::add);
        }
        parts.publish(written, Long.MIN_VALUE);
        written.forEach(meta -> logCut(meta, started));
        pending = new Forgetting(Long.MIN_VALUE, true, segment, head.readersNow());
        forget();
    }

    private static void logCut(BlockMeta meta, long started) {
        log.atInfo().setMessage("Block cut from the head").addKeyValue("block", meta.ulid())
                .addKeyValue("mint", meta.minTime()).addKeyValue("maxt", meta.maxTime())
                .addKeyValue("series", meta.stats().series()).addKeyValue("samples", meta.stats().samples())
                .addKeyValue("took", since(started)).log();
    }

    private static String since(long started) {
        return (System.nanoTime() - started) / 1_000_000 + "ms";
    }

    /// Lets the head forget what is pending; false when readers keep it from doing so for longer than one should wait.
    private boolean forget() throws IOException {
        Forgetting due = pending;
        if (due == null) {
            return true;
        }
        long started = System.nanoTime();
        while (!parts.head().readersEnded(due.readers)) {
            if (System.nanoTime() - started > PATIENCE_NANOS || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        pending = null;
        started = System.nanoTime();
        if (due.late) {
            parts.head().dropLate();
            Wal lateLog = parts.lateLog();
            if (lateLog != null) {
                lateLog.deleteSegmentsBefore(due.lateSegment);
            }
        } else {
            parts.head().truncate(due.inOrderBefore);
            log.atInfo().setMessage("Head truncated").addKeyValue("before", due.inOrderBefore)
                    .addKeyValue("series", parts.head().seriesCount()).addKeyValue("took", since(started)).log();
        }
        return true;
    }

    private void shortenLog() throws IOException {
        var options = parts.options();
        StepListener steps = options.surroundings().steps();
        var salvage = new Salvage(parts.directory().quarantine(), parts.metrics().log(), steps);
        var checkpoint = new Checkpoint(parts.log(), options.wal(), parts.metrics().log(), steps);
        parts.head().checkpoint(checkpoint, parts.head().minValid(), salvage);
    }
}
