package io.hypnos.tsdb.block;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.index.IndexReader;
import io.hypnos.tsdb.index.PostingsSelection;
import io.hypnos.tsdb.index.SeriesEntry;
import io.hypnos.tsdb.index.ValueFilter;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.PageCache;

/// A persistent block, open for queries by many threads.
///
/// Opening reads the meta and the headers; symbols and tables of the index are read and checked when the first query comes. Every query holds a
/// lease. [#close()] lets those that run come to their end; the last one closes the files, and who comes later gets a
/// [BlockClosedException].
public final class Block implements AutoCloseable {

    private static final long CLOSED = 1L << 62;

    private final Path directory;
    private final BlockContents contents;
    private final ByteSource cachedIndex;
    private final ChunkReader chunks;
    /// Running leases, with `CLOSED` added once no new ones are given.
    private final AtomicLong leases = new AtomicLong();
    private final Object indexLock = new Object();
    /// Set once, under `indexLock`.
    private volatile @Nullable IndexReader index;
    private final Object deletionLock = new Object();
    /// These two are replaced under `deletionLock`.
    private volatile BlockMeta meta;
    private volatile Tombstones tombstones;

    private Block(Path directory, BlockContents contents, ByteSource cachedIndex) {
        this.directory = directory;
        this.contents = contents;
        this.cachedIndex = cachedIndex;
        this.chunks = new ChunkReader(directory.resolve(ChunkSegmentFormat.DIRECTORY).toString(), contents.segments());
        this.meta = contents.meta();
        this.tombstones = contents.tombstones();
    }

    /// Opens the block in a directory.
    ///
    /// @param cache keeps parts of its index in memory
    /// @throws IOException                                        when a file cannot be read
    /// @throws io.hypnos.tsdb.io.CorruptBlockException         when a part is missing, or seen at once not to be what it should be
    /// @throws io.hypnos.tsdb.io.UnsupportedVersionException when a part has a version that we do not know
    public static Block open(Path directory, PageCache cache) throws IOException {
        BlockContents contents = BlockContents.open(directory);
        try {
            IndexReader.check(contents.index());
            return new Block(directory, contents, cache.cached(contents.index()));
        } catch (RuntimeException e) {
            contents.close();
            throw e;
        }
    }

    public BlockMeta meta() {
        return meta;
    }

    public Path directory() {
        return directory;
    }

    /// Bytes of index and chunks on disk.
    public long size() {
        return contents.size();
    }

    /// Takes part in keeping the block open until the lease is closed.
    ///
    /// @throws BlockClosedException when it is closed already
    public BlockLease lease() {
        if ((leases.incrementAndGet() & CLOSED) != 0) {
            release();
            throw new BlockClosedException(meta().ulid());
        }
        return new BlockLease(this);
    }

    /// The series that all matchers accept and that have samples in the range, with the chunks that overlap it, less what is deleted.
    ///
    /// @return a set that holds a lease until it is closed; its methods throw a [io.hypnos.series.StorageException] when bytes are not readable
    /// @throws BlockClosedException                   when the block is closed
    /// @throws io.hypnos.series.StorageException when the index is not readable
    public ChunkSeriesSet select(List<Matcher> matchers, TimeRange range) {
        return select(matchers, range, true);
    }

    /// The same series as [#select(List, TimeRange)] finds, without their chunks.
    public ChunkSeriesSet selectLabels(List<Matcher> matchers, TimeRange range) {
        return select(matchers, range, false);
    }

    private ChunkSeriesSet select(List<Matcher> matchers, TimeRange range, boolean withChunks) {
        BlockLease lease = lease();
        try {
            var postings = PostingsSelection.select(lease.index(), matchers);
            return new BlockSeriesSet(lease, postings, range, withChunks);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /// The names of the labels that the series have which all matchers accept, ascending.
    public List<String> labelNames(List<Matcher> matchers) {
        try (BlockLease lease = lease()) {
            return new BlockLabels(lease.index()).names(matchers);
        }
    }

    /// The values that one label has in the series which all matchers accept, ascending.
    public List<String> labelValues(String name, List<Matcher> matchers) {
        try (BlockLease lease = lease()) {
            return matchers.isEmpty()
                    ? lease.index().labelValues(name, ValueFilter.ALL)
                    : new BlockLabels(lease.index()).values(name, matchers);
        }
    }

    /// Marks the samples in the range as deleted of all series that the matchers accept. Selections that begin afterwards do not show them; they
    /// take room on disk until the block is rewritten.
    ///
    /// @throws IOException when that cannot be written down; nothing is deleted then
    public void delete(List<Matcher> matchers, TimeRange range) throws IOException {
        try (BlockLease lease = lease()) {
            synchronized (deletionLock) {
                var deleted = new HashMap<Integer, Intervals>();
                var reader = lease.index().seriesReader();
                var series = PostingsSelection.select(lease.index(), matchers);
                for (int i = 0; i < series.size(); i++) {
                    SeriesEntry entry = reader.read(series.get(i));
                    if (entry.chunkCount() > 0) {
                        var own = range.intersect(TimeRange.closed(entry.minTime(0),
                                entry.maxTime(entry.chunkCount() - 1)));
                        deleted.put(series.get(i), Intervals.NONE.with(own.min(), own.max()));
                    }
                }
                var more = tombstones.with(deleted);
                var changed = meta.withStats(meta.stats().withTombstones(more.count()));
                more.write(directory);
                changed.write(directory);
                tombstones = more;
                meta = changed;
            }
        }
    }

    IndexReader index() {
        IndexReader known = index;
        if (known != null) {
            return known;
        }
        synchronized (indexLock) {
            known = index;
            if (known == null) {
                known = IndexReader.open(cachedIndex);
                index = known;
            }
            return known;
        }
    }

    ChunkReader chunks() {
        return chunks;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    void release() {
        if (leases.decrementAndGet() == CLOSED) {
            closeFiles();
        }
    }

    /// Gives no more leases, and closes the files when the last one has ended. Does not wait for that.
    @Override
    public void close() {
        long before = leases.getAndUpdate(count -> count | CLOSED);
        if (before == 0) {
            closeFiles();
        }
    }

    private void closeFiles() {
        cachedIndex.close();
        contents.segments().forEach(ByteSource::close);
    }

    @Override
    public String toString() {
        return "block " + meta().ulid() + " in " + directory;
    }
}
