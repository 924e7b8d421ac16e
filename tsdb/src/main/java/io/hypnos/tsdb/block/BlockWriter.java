package io.hypnos.tsdb.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.index.IndexWriter;

/// Writes a block in one go, for sources that know their symbols: first all symbols in ascending order, then for each series, in ascending order
/// of labels, its chunks in ascending order of time and after them [#series(int[], int)], then [#finish(BlockDraft)]. Labels are pairs of ranks,
/// that is ordinals of the symbols. For one thread.
///
/// Memory does not grow with chunks or series; for the index see [IndexWriter]. Nothing is visible under the block's name before it is whole
/// and on the device. Who has no symbols beforehand uses [LabelledBlockWriter].
public final class BlockWriter implements Closeable {

    private final PendingBlock pending;
    private final IndexWriter index;
    private final SeriesChunkSink sink;

    private BlockWriter(PendingBlock pending, IndexWriter index, SeriesChunkSink sink) {
        this.pending = pending;
        this.index = index;
        this.sink = sink;
    }

    public static BlockWriter create(Path dataDirectory, Ulid ulid) throws IOException {
        return create(dataDirectory, ulid, ChunkSegmentFormat.DEFAULT_SEGMENT_SIZE);
    }

    /// @param segmentSize bytes after which a new segment file begins
    public static BlockWriter create(Path dataDirectory, Ulid ulid, long segmentSize) throws IOException {
        var pending = new PendingBlock(dataDirectory, ulid);
        try {
            return new BlockWriter(pending, IndexWriter.create(pending.index()),
                    new SeriesChunkSink(pending.chunks(), segmentSize));
        } catch (IOException | RuntimeException e) {
            pending.discard();
            throw e;
        }
    }

    /// Adds a symbol, which must be greater than the one before, and returns its rank.
    public int symbol(byte[] text, int offset, int length) throws IOException {
        return index.symbol(text, offset, length);
    }

    /// Adds a chunk of the series that [#series(int[], int)] will name.
    public void chunk(SeriesChunk chunk) throws IOException {
        sink.add(chunk);
    }

    /// Adds a chunk from its bytes.
    public void chunk(long minTime, long maxTime, ChunkEncoding encoding, byte[] data, int offset, int length)
            throws IOException {
        sink.add(minTime, maxTime, encoding, data, offset, length);
    }

    /// Adds a chunk as a whole [ChunkRecord] of another segment, which the caller has checked; it is copied as it is.
    public void chunkRecord(long minTime, long maxTime, byte[] bytes, int offset, int size) throws IOException {
        sink.addRecord(minTime, maxTime, bytes, offset, size);
    }

    /// Ends a series: the chunks added since the last one are its. Nothing happens when there are none.
    ///
    /// @param labels name and value rank of each label in turn, names ascending
    public void series(int[] labels, int labelCount) throws IOException {
        if (sink.metas().size() > 0) {
            index.series(labels, labelCount, sink.metas());
            sink.endSeries();
        }
    }

    /// Number of series so far.
    public int seriesCount() {
        return index.seriesCount();
    }

    /// Writes the rest and publishes the block; when it has no samples, there is none.
    ///
    /// @throws IllegalArgumentException when samples are outside of the block's time
    public Optional<BlockMeta> finish(BlockDraft draft) throws IOException {
        if (sink.stats().samples() == 0) {
            return Optional.empty();
        }
        sink.finish();
        index.finish();
        return Optional.of(pending.publish(draft, sink, index.maxSeriesSize()));
    }

    /// Closes the files, and removes them unless the block was published.
    @Override
    public void close() throws IOException {
        try (index; sink) {
            // Both are closed whatever happens to the other.
        } finally {
            pending.discard();
        }
    }
}
