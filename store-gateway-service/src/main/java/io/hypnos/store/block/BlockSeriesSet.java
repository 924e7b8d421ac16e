package io.hypnos.store.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.StorageException;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.store.fetch.FetchTally;
import io.hypnos.store.header.HeaderFile;

/// The answer of one block, read batch by batch: while one is being used, the next one is on its way. Batches begin small, for who wants the
/// first few series only; none has more bytes than the request allows, but for a series that alone has more.
///
/// Its methods throw a [StorageException] when the block cannot be read.
public final class BlockSeriesSet implements ChunkSeriesSet {

    private static final long FIRST_BATCH_BYTES = 64 << 10;
    private static final int MAX_SERIES = 1024;

    private final BucketBlock.Pin pin;
    private final BlockRequest request;
    private final FetchTally tally;
    private final ServedChunks served;
    private @Nullable Ahead ahead;
    private Batch batch = Batch.NONE;
    private int index;
    private @Nullable ChunkSeries current;
    private long batchBytes;
    private int different;
    private Labels last = Labels.EMPTY;
    // Of the thread that reads ahead; there is at most one at a time.
    private HeaderFile.@Nullable Lease header;
    private @Nullable SeriesWalk walk;
    private @Nullable FoundSeries left;

    /// Takes over `pin`.
    BlockSeriesSet(BucketBlock.Pin pin, BlockRequest request, FetchTally tally) {
        this.pin = pin;
        this.request = request;
        this.tally = tally;
        this.served = new ServedChunks(request.chunks().aggregates());
        this.batchBytes = Math.min(FIRST_BATCH_BYTES, request.bounds().batchBytes());
    }

    /// Begins to answer a request, and to read for it.
    ///
    /// @param pin closed with the set
    public static BlockSeriesSet open(BucketBlock.Pin pin, BlockRequest request, FetchTally tally) {
        var set = new BlockSeriesSet(pin, request, tally);
        set.readAhead();
        return set;
    }

    /// Series that were read together, and what holds their memory.
    private record Batch(List<ChunkSeries> series, @Nullable ChunkFetch chunks, boolean last) {

        static final Batch NONE = new Batch(List.of(), null, false);

        void release() {
            if (chunks != null) {
                chunks.release();
            }
        }
    }

    /// A batch that is on its way.
    private record Ahead(FutureTask<Batch> task, Thread thread) {}

    private void readAhead() {
        var task = new FutureTask<>(this::readBatch);
        ahead = new Ahead(task, Thread.ofVirtual().name("block-" + pin.block().id()).start(task));
    }

    @Override
    public boolean next() {
        while (true) {
            if (index < batch.series().size()) {
                return take(batch.series().get(index++));
            }
            batch.release();
            if (batch.last()) {
                batch = new Batch(List.of(), null, true);
                current = null;
                return false;
            }
            batch = await();
            ahead = null;
            index = 0;
            if (!batch.last()) {
                readAhead();
            }
        }
    }

    private boolean take(ChunkSeries series) {
        int limit = request.bounds().series();
        if (limit > 0 && (different == 0 || !series.labels().equals(last)) && ++different > limit) {
            batch.release();
            batch = new Batch(List.of(), null, true);
            current = null;
            return false;
        }
        last = series.labels();
        current = series;
        return true;
    }

    private Batch await() {
        Ahead coming = ahead;
        if (coming == null) {
            throw new IllegalStateException("nothing is being read");
        }
        try {
            return coming.task().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "interrupted while reading");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException told -> told;
            case IOException e -> new StorageException("block " + pin.block().id() + ": " + e.getMessage(), e);
            case Error error -> throw error;
            case null, default -> new IllegalStateException("reading a batch failed", cause);
        };
    }

    private Batch readBatch() throws IOException {
        SeriesWalk series = walk();
        var found = new ArrayList<FoundSeries>();
        long bytes = 0;
        FoundSeries next = left == null ? series.next() : left;
        left = null;
        while (next != null && found.size() < MAX_SERIES) {
            bytes += next.bytes();
            if (bytes > batchBytes && !found.isEmpty()) {
                break;
            }
            found.add(next);
            next = series.next();
        }
        left = next;
        batchBytes = Math.min(batchBytes * 4, request.bounds().batchBytes());
        return request.chunks().skip()
                ? new Batch(found.stream().map(one -> new ChunkSeries(one.labels(), List.of())).toList(), null,
                        next == null)
                : withChunks(found, next == null);
    }

    private SeriesWalk walk() throws IOException {
        SeriesWalk known = walk;
        if (known == null) {
            tally.check();
            HeaderFile.Lease lease = pin.openHeader();
            header = lease;
            known = new SeriesWalk(pin.block(), lease.header(), request, tally);
            walk = known;
        }
        return known;
    }

    private Batch withChunks(List<FoundSeries> found, boolean end) throws IOException {
        var fetch = new ChunkFetch(pin.block(), tally);
        try {
            List<List<SeriesChunk>> chunks = fetch.read(found);
            var series = new ArrayList<ChunkSeries>(found.size());
            for (int i = 0; i < found.size(); i++) {
                List<SeriesChunk> own = served.of(chunks.get(i));
                if (!own.isEmpty()) {
                    series.add(new ChunkSeries(found.get(i).labels(), own));
                }
            }
            return new Batch(series, fetch, end);
        } catch (IOException | RuntimeException e) {
            fetch.release();
            throw e;
        }
    }

    @Override
    public ChunkSeries series() {
        ChunkSeries series = current;
        if (series == null) {
            throw new IllegalStateException("not on a series");
        }
        return series;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    /// Ends what is being read, and gives everything back.
    @Override
    public void close() {
        batch.release();
        batch = new Batch(List.of(), null, true);
        Ahead coming = ahead;
        ahead = null;
        if (coming != null) {
            abandon(coming);
        }
        if (header != null) {
            header.close();
            header = null;
        }
        pin.close();
    }

    private void abandon(Ahead coming) {
        boolean interrupted = false;
        coming.thread().interrupt();
        while (true) {
            try {
                coming.thread().join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (coming.task().state() == FutureTask.State.SUCCESS) {
            coming.task().resultNow().release();
        }
    }
}
