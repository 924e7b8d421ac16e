package io.hypnos.tsdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockClosedException;
import io.hypnos.tsdb.head.ExemplarSeries;
import io.hypnos.tsdb.head.Head;
import io.hypnos.tsdb.head.HeadStatistics;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.MetricMetadata;
import io.hypnos.tsdb.write.Refusal;
import io.hypnos.tsdb.write.WriteBatch;

/// A time series database in one directory, of the form that Prometheus uses: a head for the newest samples, a write-ahead log that makes
/// them durable, and blocks for the past.
///
/// Safe for use by several threads. Whoever opens it closes it.
public final class Tsdb implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tsdb.class);
    /// A reader that meets a block in the moment of its removal looks for its successor; more often than this it does not happen.
    private static final int SELECT_ATTEMPTS = 10;

    private final TsdbParts parts;
    private final @Nullable TsdbThreads threads;
    private final ReentrantLock upkeepLock = new ReentrantLock();
    @GuardedBy("upkeepLock")
    private final TsdbUpkeep upkeep;
    @GuardedBy("upkeepLock")
    private boolean closed;

    private Tsdb(TsdbParts parts) {
        this.parts = parts;
        this.upkeep = new TsdbUpkeep(parts);
        this.threads = parts.options().upkeep() == TsdbOptions.Upkeep.OWN_THREAD
                ? new TsdbThreads(this, parts.options().wal().syncInterval().toMillis())
                : null;
    }

    /// Opens the database in a directory, which is created where there is none, and replays its log. Damaged parts of the log and of head
    /// chunks are set aside, blocks that cannot be opened are left out; both are logged and counted, and nothing is deleted.
    ///
    /// @throws StorageException when the directory is in use, cannot be read, or has a log that is compressed in a way that is not read here
    public static Tsdb open(Path directory, TsdbOptions options, TsdbMetrics metrics) {
        long started = System.nanoTime();
        try {
            DataDirectory locked = DataDirectory.open(directory, options.surroundings().lockFile());
            try {
                TsdbParts parts = TsdbParts.open(locked, options, metrics);
                var tsdb = new Tsdb(parts);
                log.atInfo().setMessage("Database opened").addKeyValue("directory", directory)
                        .addKeyValue("blocks", parts.blocks().size())
                        .addKeyValue("series", parts.head().seriesCount())
                        .addKeyValue("took", (System.nanoTime() - started) / 1_000_000 + "ms").log();
                return tsdb;
            } catch (IOException | RuntimeException | Error e) {
                locked.close();
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StorageException("cannot open " + directory + ": " + e.getMessage(), e);
        }
    }

    /// Stores the samples of all series of a batch; see the other form.
    public BatchResult append(WriteBatch batch, LabelKeyDecoder decoder) {
        return append(batch, null, decoder);
    }

    /// Stores the samples of the listed series of a batch, all where the list is null, and returns when they are in the write-ahead log, and
    /// after a force of it where [io.hypnos.tsdb.wal.WalSync#GROUP] asks for one. A sample that cannot be stored does not keep the others out.
    /// What is stored becomes visible to queries at once, never a part of it.
    ///
    /// The batch is lent until this returns. Blocks; may be called on a virtual thread.
    public BatchResult append(WriteBatch batch, int @Nullable [] series, LabelKeyDecoder decoder) {
        if (parts.reserve().exhausted()) {
            parts.metrics().head().batchesRefused.increment();
            return BatchResult.refused(Refusal.DISK_FULL);
        }
        return parts.head().append(batch, series, decoder);
    }

    /// A way to append by labels.
    public Appender appender() {
        return new Appender(this);
    }

    /// The series that all matchers accept and that have a chunk in the range, with these chunks, none of which overlap. What is appended after this call is not
    /// seen. A block that cannot be read is left out, and a warning says so. Must be closed; one that is kept open for minutes is ended by a [StorageException], because it holds memory.
    public ChunkSeriesSet select(List<Matcher> matchers, TimeRange range) {
        return select(matchers, range, true);
    }

    /// As [#select(List, TimeRange)], without chunks.
    public ChunkSeriesSet selectLabels(List<Matcher> matchers, TimeRange range) {
        return select(matchers, range, false);
    }

    private ChunkSeriesSet select(List<Matcher> matchers, TimeRange range, boolean withChunks) {
        for (int attempt = 1;; attempt++) {
            var sources = new ArrayList<ChunkSeriesSet>();
            try {
                // The head first: it keeps for its readers whatever blocks do not have yet.
                Head.Snapshot snapshot = parts.head().snapshot();
                TsdbParts.View view;
                try {
                    view = parts.view();
                } catch (RuntimeException e) {
                    snapshot.close();
                    throw e;
                }
                sources.add(parts.head().select(matchers, range, view.inOrderFrom(), withChunks, snapshot));
                for (Block block : view.blocks()) {
                    if (block.meta().range().overlaps(range)) {
                        sources.add(withChunks ? block.select(matchers, range) : block.selectLabels(matchers, range));
                    }
                }
                return SeriesUnion.of(sources, warnings(view, range));
            } catch (BlockClosedException e) {
                sources.forEach(ChunkSeriesSet::close);
                if (attempt == SELECT_ATTEMPTS) {
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                sources.forEach(ChunkSeriesSet::close);
                throw e;
            }
        }
    }

    private static List<String> warnings(TsdbParts.View view, TimeRange range) {
        var warnings = new ArrayList<String>();
        for (UnreadableBlock block : view.unreadable()) {
            if (block.range().overlaps(range)) {
                warnings.add(block.warning());
            }
        }
        return warnings;
    }

    /// The names of all labels of the series that all matchers accept, in ascending byte order. The range is held against blocks and head as
    /// wholes.
    public List<String> labelNames(List<Matcher> matchers, TimeRange range) {
        return labels(range, head -> head.labelNames(matchers), block -> block.labelNames(matchers));
    }

    /// The values of one label, likewise.
    public List<String> labelValues(String name, List<Matcher> matchers, TimeRange range) {
        return labels(range, head -> head.labelValues(name, matchers), block -> block.labelValues(name, matchers));
    }

    private List<String> labels(TimeRange range, Function<Head, List<String>> ofHead,
            Function<Block, List<String>> ofBlock) {
        var lists = new ArrayList<List<String>>();
        if (parts.head().timeRange().overlaps(range)) {
            lists.add(ofHead.apply(parts.head()));
        }
        for (Block block : parts.view().blocks()) {
            if (block.meta().range().overlaps(range)) {
                try {
                    lists.add(ofBlock.apply(block));
                } catch (BlockClosedException e) {
                    // Just replaced or expired; its labels are elsewhere or wanted no more.
                    continue;
                }
            }
        }
        if (lists.size() == 1) {
            return lists.getFirst();
        }
        var union = new TreeSet<String>(Texts.BY_BYTES);
        lists.forEach(union::addAll);
        return List.copyOf(union);
    }

    /// The exemplars in the range of the series that all matchers of any of the lists accept.
    public List<ExemplarSeries> exemplars(List<List<Matcher>> selectors, TimeRange range) {
        return parts.head().exemplars(selectors, range);
    }

    /// What is known about metrics by their name; only about one where `metric` is not empty.
    public Map<String, List<MetricMetadata>> metadata(String metric) {
        return parts.head().metadata(metric);
    }

    /// Sizes of the head.
    ///
    /// @param limit entries per list
    public HeadStatistics headStatistics(int limit) {
        return parts.head().statistics(limit);
    }

    /// The series in the head.
    public int seriesCount() {
        return parts.head().seriesCount();
    }

    /// How many blocks of the directory cannot be read and are left out.
    public int unreadableBlocks() {
        return parts.view().unreadable().size();
    }

    /// The blocks that are served now, in ascending order of their times. Whoever reads one takes a lease of it.
    public List<Block> blocks() {
        return parts.blocks();
    }

    /// From the oldest to the newest sample, blocks included; empty when there is none.
    public TimeRange timeRange() {
        TimeRange head = parts.head().timeRange();
        long min = head.isEmpty() ? Long.MAX_VALUE : head.min();
        long max = head.isEmpty() ? Long.MIN_VALUE : head.max();
        for (Block block : parts.blocks()) {
            min = Math.min(min, block.meta().minTime());
            max = Math.max(max, block.meta().maxTime() - 1);
        }
        return min > max ? TimeRange.closed(0, -1) : TimeRange.closed(min, max);
    }

    /// No in-order sample before this time, in epoch milliseconds, is accepted: blocks have that time. `Long.MIN_VALUE` when any is.
    long headMinValid() {
        return parts.head().minValid();
    }

    /// Whether batches are accepted at the moment.
    public boolean acceptsWrites() {
        return !parts.reserve().exhausted() && !parts.log().failing();
    }

    /// When the last batch stored something, in epoch milliseconds of the clock.
    public long lastAppendMillis() {
        return parts.head().lastAppendMillis();
    }

    /// What is due every second: forces the log where [io.hypnos.tsdb.wal.WalSync#INTERVAL] asks for it, moves closed chunks to disk, looks
    /// at the free space.
    public void tick() {
        try {
            parts.tick();
        } catch (IOException e) {
            throw new StorageException("regular work in " + parts.directory().root() + " failed: " + e.getMessage(), e);
        }
    }

    /// What is due every minute: cuts blocks from the head when it has become long enough, applies retention, drops what is obsolete.
    public void maintain() {
        exclusively(TsdbUpkeep::run);
    }

    /// Turns everything in the head into blocks, for whoever wants all data in blocks now. Samples older than these blocks are out of bounds
    /// from then on.
    public void flush() {
        exclusively(TsdbUpkeep::flush);
    }

    @FunctionalInterface
    private interface UpkeepWork {
        void run(TsdbUpkeep upkeep) throws IOException;
    }

    private void exclusively(UpkeepWork work) {
        upkeepLock.lock();
        try {
            if (!closed) {
                work.run(upkeep);
            }
        } catch (IOException e) {
            throw new StorageException("upkeep of " + parts.directory().root() + " failed: " + e.getMessage(), e);
        } finally {
            upkeepLock.unlock();
        }
    }

    /// Closes the log in good order. The head stays in the log; call [#flush()] first to have it in blocks.
    @Override
    public void close() {
        if (threads != null) {
            threads.close();
        }
        upkeepLock.lock();
        try {
            if (!closed) {
                closed = true;
                parts.close();
            }
        } catch (IOException e) {
            throw new StorageException("closing " + parts.directory().root() + " failed: " + e.getMessage(), e);
        } finally {
            upkeepLock.unlock();
        }
    }
}
