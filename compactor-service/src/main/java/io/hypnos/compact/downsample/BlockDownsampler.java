package io.hypnos.compact.downsample;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.InvalidChunkException;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.io.PageCache;

/// Makes a downsampled block of a block: raw to five minutes, or five minutes to an hour. The new block has the time, the labels and the lineage
/// of its source, which stays.
///
/// One series is in memory at a time.
public final class BlockDownsampler {

    private static final String SOURCE = "compactor";
    /// Series between two looks at whether the thread should stop.
    private static final int CHECK_EVERY = 256;
    /// Bytes of the source's index kept in memory. It is read from front to back, so little is enough.
    private static final long INDEX_CACHE = 16L << 20;

    private final UlidGenerator ulids;

    public BlockDownsampler(UlidGenerator ulids) {
        this.ulids = ulids;
    }

    /// Downsamples the block in `source`.
    ///
    /// @param dataDirectory where the new block is published
    /// @return its meta; empty when nothing is left, as of a block of stale markers
    /// @throws UnsoundSeriesException                         when a series is not what can be downsampled
    /// @throws io.hypnos.tsdb.io.CorruptBlockException   when the source cannot be read
    /// @throws io.hypnos.series.StorageException           when the source cannot be read
    public Optional<BlockMeta> downsample(Path source, Path dataDirectory, Resolution target) throws IOException {
        try (Block block = Block.open(source, new PageCache(INDEX_CACHE))) {
            BlockMeta meta = block.meta();
            ThanosMeta thanos = meta.thanos();
            if (thanos == null) {
                throw new IllegalArgumentException("block " + meta.ulid() + " does not say whose it is");
            }
            try (var writer = LabelledBlockWriter.create(dataDirectory, ulids.next())) {
                writeSeries(block, writer, target, Resolution.of(thanos.resolutionMillis()).orElseThrow());
                return writer.finish(new BlockDraft(meta.minTime(), meta.maxTime(), meta.lineage(),
                        thanos.withResolution(target.millis()).withSource(SOURCE)
                                .withUpload(ThanosMeta.Upload.UNKNOWN)));
            }
        }
    }

    private static void writeSeries(Block block, LabelledBlockWriter writer, Resolution target, Resolution source)
            throws IOException {
        if (source.millis() >= target.millis()) {
            throw new IllegalArgumentException("from " + source + " to " + target + " is not down");
        }
        var raw = new RawDownsampler(target);
        var aggregates = new AggregateDownsampler(source, target);
        int count = 0;
        try (var all = block.select(List.of(), TimeRange.ALL)) {
            while (all.next()) {
                if (++count % CHECK_EVERY == 0 && Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while downsampling " + block.meta().ulid());
                }
                ChunkSeries series = all.series();
                requireOrder(series);
                writer.add(series.labels(), downsample(series, source, raw, aggregates));
            }
        }
    }

    private static List<AggregateChunk> downsample(ChunkSeries series, Resolution source, RawDownsampler raw,
            AggregateDownsampler aggregates) {
        try {
            if (source != Resolution.RAW) {
                series.chunks().forEach(aggregates::add);
                return aggregates.finish();
            }
            for (SeriesChunk chunk : series.chunks()) {
                switch (chunk) {
                    case Chunk samples -> raw.add(samples);
                    case AggregateChunk _ -> throw new UnsoundSeriesException(series.labels(),
                            "has a downsampled chunk in a raw block");
                }
            }
            return raw.finish();
        } catch (InvalidChunkException e) {
            throw new UnsoundSeriesException(series.labels(), String.valueOf(e.getMessage()));
        }
    }

    private static void requireOrder(ChunkSeries series) {
        List<SeriesChunk> chunks = series.chunks();
        for (int i = 1; i < chunks.size(); i++) {
            if (chunks.get(i - 1).maxTime() >= chunks.get(i).minTime()) {
                throw new UnsoundSeriesException(series.labels(), "has a chunk that begins at "
                        + chunks.get(i).minTime() + " while the one before ends at " + chunks.get(i - 1).maxTime());
            }
        }
    }
}
