package io.hypnos.tsdb.block;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.SeriesEntry;
import io.hypnos.tsdb.index.SeriesReader;

/// The selected series of a block, read in batches, so that the chunks of many are read with few calls. Batches begin small, for who wants the
/// first few series only.
final class BlockSeriesSet implements ChunkSeriesSet {

    private static final int FIRST_BATCH = 8;
    private static final int MAX_SERIES = 256;
    private static final int MAX_CHUNKS = 2048;

    private final BlockLease lease;
    /// Those at the beginning, whatever is deleted on the way.
    private final Tombstones tombstones;
    private final Postings postings;
    private final TimeRange range;
    private final boolean withChunks;
    private final SeriesReader reader;
    private final ChunkBatch chunks = new ChunkBatch();
    private final List<Pending> pending = new ArrayList<>();
    private int nextPosting;
    private int batchSize = FIRST_BATCH;
    private int current = -1;
    private ChunkSeries series = new ChunkSeries(Labels.EMPTY, List.of());

    /// A series of the batch: its chunks are those from index `from` to `to`, exclusive.
    private record Pending(int ref, Labels labels, int from, int to) {}

    BlockSeriesSet(BlockLease lease, Postings postings, TimeRange range, boolean withChunks) {
        this.lease = lease;
        this.tombstones = lease.tombstones();
        this.postings = postings;
        this.range = range;
        this.withChunks = withChunks;
        this.reader = lease.index().seriesReader();
    }

    @Override
    public boolean next() {
        while (true) {
            if (++current >= pending.size()) {
                if (!nextBatch()) {
                    current = pending.size();
                    return false;
                }
                current = 0;
            }
            Pending one = pending.get(current);
            var own = withChunks ? chunksOf(one) : List.<SeriesChunk>of();
            if (!withChunks || !own.isEmpty()) {
                series = new ChunkSeries(one.labels, own);
                return true;
            }
        }
    }

    private boolean nextBatch() {
        pending.clear();
        chunks.clear();
        while (nextPosting < postings.size() && pending.size() < batchSize && chunks.size() < MAX_CHUNKS) {
            take(postings.get(nextPosting++));
        }
        if (withChunks) {
            lease.chunks().read(chunks);
        }
        batchSize = Math.min(MAX_SERIES, batchSize * 4);
        return !pending.isEmpty();
    }

    private void take(int ref) {
        SeriesEntry entry = reader.read(ref);
        var filter = new ChunkFilter(range, tombstones.of(ref));
        int from = chunks.size();
        for (int i = 0; i < entry.chunkCount(); i++) {
            if (!filter.dropsAll(entry.minTime(i), entry.maxTime(i))) {
                chunks.add(entry.chunkRef(i), entry.minTime(i), entry.maxTime(i));
            }
        }
        if (chunks.size() > from) {
            pending.add(new Pending(ref, reader.labels(), from, chunks.size()));
        }
    }

    private List<SeriesChunk> chunksOf(Pending one) {
        Intervals deleted = tombstones.of(one.ref);
        var own = new ArrayList<SeriesChunk>(one.to - one.from);
        for (int i = one.from; i < one.to; i++) {
            SeriesChunk chunk = chunks.chunk(i);
            if (deleted.overlaps(chunk.minTime(), chunk.maxTime())) {
                own.addAll(new ChunkFilter(TimeRange.ALL, deleted).apply(chunk));
            } else {
                own.add(chunk);
            }
        }
        return own;
    }

    @Override
    public ChunkSeries series() {
        return series;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {
        lease.close();
    }
}
