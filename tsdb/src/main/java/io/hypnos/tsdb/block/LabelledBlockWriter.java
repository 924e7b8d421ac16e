package io.hypnos.tsdb.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.index.ChunkMetas;
import io.hypnos.tsdb.index.IndexWriter;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.FileSource;
import io.hypnos.tsdb.io.SourceReader;

/// Writes a block from series with their labels, for sources that do not know their symbols beforehand. For one thread.
///
/// An index begins with its symbols, which are only known at the end; so chunks are written at once, while labels and places of chunks go into
/// a file beside them, with symbols numbered as they come, and from there into the index. In memory are the symbols.
public final class LabelledBlockWriter implements Closeable {

    private static final String SPOOL = "series.tmp";
    private static final int BUFFER = 1 << 18;

    private final PendingBlock pending;
    private final SeriesChunkSink sink;
    private final ChecksumWriter spool;
    private final SymbolNumbers symbols = new SymbolNumbers();
    private Labels last = Labels.EMPTY;
    private long series;

    private LabelledBlockWriter(PendingBlock pending, SeriesChunkSink sink, ChecksumWriter spool) {
        this.pending = pending;
        this.sink = sink;
        this.spool = spool;
    }

    public static LabelledBlockWriter create(Path dataDirectory, Ulid ulid) throws IOException {
        return create(dataDirectory, ulid, ChunkSegmentFormat.DEFAULT_SEGMENT_SIZE);
    }

    /// @param segmentSize bytes after which a new segment file begins
    public static LabelledBlockWriter create(Path dataDirectory, Ulid ulid, long segmentSize) throws IOException {
        var pending = new PendingBlock(dataDirectory, ulid);
        try {
            return new LabelledBlockWriter(pending, new SeriesChunkSink(pending.chunks(), segmentSize),
                    ChecksumWriter.create(pending.resolve(SPOOL), BUFFER));
        } catch (IOException | RuntimeException e) {
            pending.discard();
            throw e;
        }
    }

    /// Adds a series, whose labels must be greater than those of the one before, with its chunks in ascending order of time. A series without
    /// chunks is left out.
    public void add(Labels labels, List<? extends SeriesChunk> chunks) throws IOException {
        if (chunks.isEmpty()) {
            return;
        }
        if (labels.isEmpty() || series > 0 && last.compareTo(labels) >= 0) {
            throw new IllegalArgumentException("series " + labels + " does not come after " + last);
        }
        last = labels;
        series++;
        for (SeriesChunk chunk : chunks) {
            sink.add(chunk);
        }
        spoolSeries(labels);
        sink.endSeries();
    }

    private void spoolSeries(Labels labels) throws IOException {
        spool.uvarint(labels.size());
        byte[] packed = labels.packed();
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            spool.uvarint(symbols.number(packed, cursor.nameOffset(), cursor.nameLength()));
            spool.uvarint(symbols.number(packed, cursor.valueOffset(), cursor.valueLength()));
        }
        ChunkMetas metas = sink.metas();
        spool.uvarint(metas.size());
        for (int i = 0; i < metas.size(); i++) {
            spool.varint(metas.minTime(i));
            spool.uvarint(metas.maxTime(i) - metas.minTime(i));
            spool.uvarint(metas.ref(i));
        }
    }

    /// Writes the index and publishes the block; when it has no samples, there is none.
    ///
    /// @throws IllegalArgumentException when samples are outside of the block's time
    public Optional<BlockMeta> finish(BlockDraft draft) throws IOException {
        if (sink.stats().samples() == 0) {
            return Optional.empty();
        }
        sink.finish();
        spool.flush();
        try (var index = IndexWriter.create(pending.index())) {
            int[] ranks = symbols.writeTo(index);
            try (var source = FileSource.open(pending.resolve(SPOOL))) {
                unspool(source, ranks, index);
            }
            index.finish();
            spool.close();
            Files.delete(pending.resolve(SPOOL));
            return Optional.of(pending.publish(draft, sink, index.maxSeriesSize()));
        }
    }

    private void unspool(ByteSource source, int[] ranks, IndexWriter index) throws IOException {
        var reader = new SourceReader(source, 0, source.size(), BUFFER);
        var metas = new ChunkMetas();
        int[] labels = new int[64];
        for (long i = 0; i < series; i++) {
            int count = (int) reader.uvarint();
            if (2 * count > labels.length) {
                labels = new int[4 * count];
            }
            for (int l = 0; l < 2 * count; l++) {
                labels[l] = ranks[(int) reader.uvarint()];
            }
            metas.clear();
            for (long chunks = reader.uvarint(); chunks > 0; chunks--) {
                long zigzag = reader.uvarint();
                long min = zigzag >>> 1 ^ -(zigzag & 1);
                metas.add(min, min + reader.uvarint(), reader.uvarint());
            }
            index.series(labels, count, metas);
        }
    }

    /// Closes the files, and removes them unless the block was published.
    @Override
    public void close() throws IOException {
        try (sink; spool) {
            // Both are closed whatever happens to the other.
        } finally {
            pending.discard();
        }
    }
}
