package io.hypnos.tsdb.head;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.PostingsSelection;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;
import io.hypnos.tsdb.wal.Checkpoint;
import io.hypnos.tsdb.wal.Salvage;
import io.hypnos.tsdb.wal.Wal;
import io.hypnos.tsdb.wal.WalReader;
import io.hypnos.tsdb.wal.WalRecord;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.MetricMetadata;
import io.hypnos.tsdb.write.Refusal;
import io.hypnos.tsdb.write.WriteBatch;

/// The newest samples of one database, in memory, and the way in for all samples.
///
/// Who may do what at the same time: any number of batches and readers; beside them one thread of upkeep ([#flushChunks], [#cut], [#truncate],
/// [#release]), which an inner lock sees to. Locks are taken in this order: gate (removal, visibility), index, shards in ascending order.
public final class Head implements AutoCloseable {

    /// A read that is older is ended, because it keeps memory from being freed.
    private static final long MAX_READ_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int[] ALL = new int[0];

    private final HeadState state;
    private final HeadClock times;
    private final HeadNotes notes;
    private final HeadMetrics metrics;
    private final WireCache cache;
    private final Clock clock;
    private final StepListener steps;
    private final BatchGate gate = new BatchGate();
    private final BatchSequence sequence = new BatchSequence();
    private final ReadLeases leases = new ReadLeases();
    private final ReentrantLock upkeep = new ReentrantLock();
    @GuardedBy("appenders")
    private final ArrayDeque<HeadAppender> appenders = new ArrayDeque<>();
    private volatile @Nullable HeadLogs logs;
    private volatile long lastAppendMillis;
    private volatile boolean closed;

    private Head(HeadState state, HeadMetrics metrics, Clock clock, StepListener steps) {
        this.state = state;
        this.metrics = metrics;
        this.clock = clock;
        this.steps = steps;
        this.times = new HeadClock(state.options());
        this.notes = new HeadNotes(state);
        this.cache = new WireCache(state.account(), state.table());
        this.lastAppendMillis = clock.millis();
    }

    /// Where a head finds what it held before.
    ///
    /// @param chunks     the directory of head-chunk files
    /// @param quarantine where damaged files go
    /// @param log        the log, read from its checkpoint on
    /// @param lateLog    the log of late samples
    /// @param minValid   in-order samples before this time are in blocks
    public record Origin(Path chunks, Path quarantine, WalReader log, WalReader lateLog, long minValid) {}

    /// Brings a head back from where it was stored. It takes batches after [#start].
    public static Head open(Origin origin, HeadOptions options, HeadMetrics metrics, Clock clock, StepListener steps)
            throws IOException {
        long started = System.nanoTime();
        var account = new MemoryAccount();
        var table = new SeriesTable(account);
        var index = new HeadIndex(account, table);
        var found = new FoundChunks();
        HeadChunkFiles files = HeadChunkFiles.open(origin.chunks(), origin.quarantine(), found);
        found.complete();
        // A number that chunks on disk have must not come to mean another series.
        index.reserveReferences(found.highestReference());
        var shards = new HeadShard[options.shards()];
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new HeadShard(options, index, account, new DiskSamples(files)::last);
        }
        var head = new Head(new HeadState(options, account, table, index, shards, files), metrics, clock, steps);
        head.times.raiseMinValid(origin.minValid());
        head.replay(origin, found);
        metrics.replayNanos.add(System.nanoTime() - started);
        return head;
    }

    private void replay(Origin origin, FoundChunks found) throws IOException {
        var replay = new HeadReplay(state, found, notes, origin.minValid());
        for (WalRecord record; (record = origin.log().next()) != null;) {
            replay.apply(record);
        }
        for (WalRecord record; (record = origin.lateLog().next()) != null;) {
            replay.applyLate(record);
        }
        replay.finish(times, metrics);
    }

    /// Lets batches in, which are written to these logs.
    ///
    /// @param lateLog null where no late samples are taken
    public void start(Wal log, @Nullable Wal lateLog) {
        if (lateLog == null && state.options().outOfOrder().window() > 0) {
            throw new IllegalArgumentException("an out-of-order window needs a log for late samples");
        }
        logs = new HeadLogs(log, lateLog);
    }

    /// Stores the samples of a batch, of all series or of those listed, and returns when they are in the log.
    public BatchResult append(WriteBatch batch, int @Nullable [] series, LabelKeyDecoder decoder) {
        HeadLogs target = logs;
        if (target == null) {
            return refuse(Refusal.CLOSED);
        }
        if (target.failing() && !target.retry()) {
            return refuse(Refusal.LOG_UNAVAILABLE);
        }
        if (state.account().bytes() > state.options().limits().bytes()) {
            return refuse(Refusal.HEAD_FULL);
        }
        HeadAppender appender = takeAppender(target);
        try {
            return append(appender, batch, series, decoder);
        } finally {
            synchronized (appenders) {
                appenders.push(appender);
            }
        }
    }

    private BatchResult refuse(Refusal refusal) {
        metrics.batchesRefused.increment();
        return BatchResult.refused(refusal);
    }

    private HeadAppender takeAppender(HeadLogs target) {
        synchronized (appenders) {
            HeadAppender idle = appenders.poll();
            return idle != null ? idle : new HeadAppender(state, target);
        }
    }

    private BatchResult append(HeadAppender appender, WriteBatch batch, int @Nullable [] series,
            LabelKeyDecoder decoder) {
        var result = BatchResult.of(batch.seriesCount());
        HeadLogs.Place place;
        long stamp = gate.enter();
        try {
            if (logs == null) {
                return refuse(Refusal.CLOSED);
            }
            appender.resolve(batch, series == null ? ALL : series, series == null, decoder, cache, result);
            long latest = latestAccepted();
            long visibility = gate.beginAppending();
            try {
                place = appender.apply(batch, latest, times, sequence, leases, result);
            } finally {
                gate.endAppending(visibility);
            }
            notes.take(batch, appender.plan(), appender.stage(), result, metrics);
        } finally {
            gate.leave(stamp);
        }
        steps.passed(Step.SAMPLES_APPLIED);
        boolean logged = appender.log(place);
        count(appender, result);
        return logged ? result : refuse(Refusal.LOG_UNAVAILABLE);
    }

    private long latestAccepted() {
        long tolerance = state.options().futureTolerance();
        return tolerance == Long.MAX_VALUE ? Long.MAX_VALUE : clock.millis() + tolerance;
    }

    private void count(HeadAppender appender, BatchResult result) {
        metrics.batches.increment();
        metrics.seriesCreated.add(appender.created());
        metrics.floatsAppended.add(appender.appendedFloats());
        metrics.histogramsAppended.add(appender.appendedHistograms());
        metrics.lateAppended.add(appender.appendedLate());
        metrics.note(result);
        if (result.samplesStored() > 0) {
            lastAppendMillis = clock.millis();
        }
    }

    /// When the last batch stored something, in epoch milliseconds of the clock.
    public long lastAppendMillis() {
        return lastAppendMillis;
    }

    /// The series that all matchers accept and that have samples in the range, ordered by labels.
    ///
    /// @param inOrderFrom in-order samples before this time are left out: the caller has them from blocks
    /// @param withChunks  whether the chunks are wanted, too
    public ChunkSeriesSet select(List<Matcher> matchers, TimeRange range, long inOrderFrom, boolean withChunks) {
        return select(matchers, range, inOrderFrom, withChunks, snapshot());
    }

    /// The right to read what is there now. To be given to [#select(List, TimeRange, long, boolean, Snapshot)] or closed.
    public Snapshot snapshot() {
        long stamp = gate.closeToAppending();
        try {
            if (closed) {
                throw new StorageException("the head is closed");
            }
            return new Snapshot(leases.open(sequence.last()));
        } finally {
            gate.openToAppending(stamp);
        }
    }

    /// A state of the head that can be read until it is closed.
    public static final class Snapshot implements AutoCloseable {

        private final ReadLeases.Lease lease;

        private Snapshot(ReadLeases.Lease lease) {
            this.lease = lease;
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    /// As the other form, of a snapshot taken before, which the result closes.
    public ChunkSeriesSet select(List<Matcher> matchers, TimeRange range, long inOrderFrom, boolean withChunks,
            Snapshot snapshot) {
        try {
            int[] slots = snapshot.lease.read(() -> {
                Postings postings = PostingsSelection.select(state.index(), matchers);
                return new SeriesOrder(state.index(), postings.toArray()).slots();
            });
            return new HeadSeriesSet(reader(range, inOrderFrom, HeadReader.Part.ALL), snapshot.lease, slots,
                    withChunks);
        } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
        }
    }

    private HeadReader reader(TimeRange range, long inOrderFrom, HeadReader.Part part) {
        return new HeadReader(state, notes.deletions(), range.min(), range.max(), inOrderFrom, part);
    }

    /// The names of all labels of the series that the matchers accept, ordered by bytes.
    public List<String> labelNames(List<Matcher> matchers) {
        try (Snapshot snapshot = snapshot()) {
            return snapshot.lease.read(() -> new HeadLabels(state.index()).names(matchers));
        }
    }

    /// The values of one label, likewise.
    public List<String> labelValues(String name, List<Matcher> matchers) {
        try (Snapshot snapshot = snapshot()) {
            return snapshot.lease.read(() -> new HeadLabels(state.index()).values(name, matchers));
        }
    }

    public List<ExemplarSeries> exemplars(List<List<Matcher>> selectors, TimeRange range) {
        return notes.exemplars().select(selectors, range);
    }

    public Map<String, List<MetricMetadata>> metadata(String metric) {
        return notes.descriptions().select(metric);
    }

    public HeadStatistics statistics(int limit) {
        try (Snapshot snapshot = snapshot()) {
            return snapshot.lease.read(() -> new HeadCensus(state).take(timeRange(), limit));
        }
    }

    /// From the oldest to the newest sample, late ones included; empty when there is none.
    public TimeRange timeRange() {
        long min = Math.min(times.minTime(), times.minLateTime());
        long max = Math.max(times.maxTime(), times.maxLateTime());
        return min == Long.MAX_VALUE ? TimeRange.closed(0, -1) : TimeRange.closed(min, max);
    }

    /// From the oldest to the newest in-order sample; empty when there is none.
    public TimeRange inOrderRange() {
        long min = times.minTime();
        return min == Long.MAX_VALUE ? TimeRange.closed(0, -1) : TimeRange.closed(min, times.maxTime());
    }

    /// From the oldest to the newest late sample; empty when there is none.
    public TimeRange lateRange() {
        long min = times.minLateTime();
        return min == Long.MAX_VALUE ? TimeRange.closed(0, -1) : TimeRange.closed(min, times.maxLateTime());
    }

    /// No in-order sample is older.
    public long minValid() {
        return times.minValid();
    }

    public int seriesCount() {
        return state.table().count();
    }

    /// Memory outside of the Java heap.
    public long bytes() {
        return state.account().bytes();
    }

    /// Bytes of the head-chunk files.
    public long diskBytes() {
        return state.files().size();
    }

    /// Moves closed chunks out of memory. Does nothing while other upkeep runs.
    public void flushChunks() throws IOException {
        if (upkeep.tryLock()) {
            try {
                new ClosedChunkWriter(state, metrics, steps).run();
                new LateChunkWriter(state, leases).run();
            } finally {
                upkeep.unlock();
            }
        }
    }

    /// Ends reads that take too long, and frees what waited for the end of others.
    public void release() {
        metrics.readsEnded.add(leases.revokeOlderThan(MAX_READ_NANOS));
        upkeep.lock();
        try {
            leases.release();
        } finally {
            upkeep.unlock();
        }
    }

    /// Takes no more in-order samples before `time`, and returns when every batch that may have is done.
    public void closeBefore(long time) {
        times.raiseMinValid(time);
        awaitAppending();
    }

    /// Returns when every batch that has begun to append is done, and has said what times it has.
    private void awaitAppending() {
        gate.openToAppending(gate.closeToAppending());
    }

    /// Writes the in-order samples of a range, which [#closeBefore] has closed, as a block; none when there are none.
    public Optional<BlockMeta> cut(TimeRange range, Path directory, Ulid ulid, BlockDraft draft) throws IOException {
        return cut(range, HeadReader.Part.IN_ORDER, directory, ulid, draft);
    }

    /// Marks the late samples so far as those that [#cutLate] writes and [#dropLate] drops. Afterwards [#lateRange] covers them all.
    public void sealLate() {
        for (HeadShard shard : state.shards()) {
            shard.lock.lock();
            try {
                shard.sealLate();
            } finally {
                shard.lock.unlock();
            }
        }
        awaitAppending();
    }

    /// Writes the sealed late samples of a range as a block; none when there are none.
    public Optional<BlockMeta> cutLate(TimeRange range, Path directory, Ulid ulid, BlockDraft draft)
            throws IOException {
        return cut(range, HeadReader.Part.SEALED, directory, ulid, draft);
    }

    /// Forgets the sealed late samples; only when all readers find them in blocks.
    public void dropLate() {
        upkeep.lock();
        try {
            times.truncating();
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (HeadShard shard : state.shards()) {
                shard.lock.lock();
                try {
                    TimeRange left = shard.dropSealed();
                    min = Math.min(min, left.min());
                    max = Math.max(max, left.max());
                } finally {
                    shard.lock.unlock();
                }
            }
            times.lateTruncated(min, max);
        } finally {
            upkeep.unlock();
        }
    }

    private Optional<BlockMeta> cut(TimeRange range, HeadReader.Part part, Path directory, Ulid ulid, BlockDraft draft)
            throws IOException {
        long started = System.nanoTime();
        try (Snapshot snapshot = snapshot()) {
            HeadReader reader = reader(range, Long.MIN_VALUE, part);
            snapshot.lease.keep();
            Optional<BlockMeta> written = new HeadCut(state, reader, snapshot.lease, range, steps).write(directory,
                    ulid,
                    draft);
            metrics.cuts.increment();
            metrics.cutNanos.add(System.nanoTime() - started);
            return written;
        } catch (IOException | RuntimeException e) {
            metrics.cutFailures.increment();
            throw e;
        }
    }

    /// A number for now, to be held against [#readersSince].
    public long readersNow() {
        return leases.now();
    }

    /// Whether every reader that began before a moment has ended.
    public boolean readersEnded(long before) {
        return leases.ended(before);
    }

    /// Forgets in-order samples before `time`; only when all readers find them in blocks.
    public void truncate(long time) throws IOException {
        upkeep.lock();
        try {
            int removed = new HeadTruncation(state, gate, leases, notes).run(time, times);
            metrics.seriesRemoved.add(removed);
            metrics.truncations.increment();
            leases.release();
        } finally {
            upkeep.unlock();
        }
        steps.passed(Step.HEAD_TRUNCATED);
    }

    /// Replaces the older part of the log by a checkpoint of what is in the head.
    ///
    /// @param minTime in-order samples before this time are in blocks
    public boolean checkpoint(Checkpoint checkpoint, long minTime, Salvage salvage) throws IOException {
        upkeep.lock();
        try {
            return checkpoint.write(minTime, () -> new CheckpointSeries(state, notes), salvage);
        } finally {
            upkeep.unlock();
        }
    }

    /// Stops and gives everything back but the logs.
    @Override
    public void close() throws IOException {
        stop();
        upkeep.lock();
        try {
            state.files().close();
            for (HeadShard shard : state.shards()) {
                shard.lock.lock();
                try {
                    shard.close();
                } finally {
                    shard.lock.unlock();
                }
            }
            cache.close();
            state.index().close();
            state.table().close();
        } finally {
            upkeep.unlock();
        }
    }

    /// Takes no more batches, and returns when none is under way. Reads that are under way end with a [StorageException].
    public void stop() {
        long batches = gate.closeToBatches();
        try {
            logs = null;
            long appending = gate.closeToAppending();
            closed = true;
            gate.openToAppending(appending);
        } finally {
            gate.openToBatches(batches);
        }
        leases.revokeOlderThan(Long.MIN_VALUE);
    }

    /// The last sample of chunks on disk.
    private record DiskSamples(HeadChunkFiles files) {

        Object last(long diskReference, ChunkEncoding encoding) {
            byte[] bytes = files.read(diskReference);
            var samples = new StoredSamples();
            ChunkDecoder.decode(new Chunk(0, 0, encoding, bytes, 0, bytes.length - PendingChunk.SLACK), samples);
            int last = samples.size() - 1;
            Histogram histogram = samples.histogram(last);
            return histogram != null ? histogram : Double.doubleToRawLongBits(samples.value(last));
        }
    }
}
