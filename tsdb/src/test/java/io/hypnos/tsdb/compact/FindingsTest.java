package io.hypnos.tsdb.compact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.BlockStats;
import io.hypnos.tsdb.block.ChunkSegmentWriter;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.index.ChunkMetas;
import io.hypnos.tsdb.index.IndexWriter;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.PageCache;
import io.hypnos.tsdb.testing.SeriesData;

/// Blocks that no writer of ours makes.
class FindingsTest {

    /// Symbols are the letters from `a` on, so that a rank is a letter.
    private static final int[] SERIES = {0, 1};

    @TempDir
    Path directory;

    private final UlidGenerator ulids = new UlidGenerator(Clock.systemUTC());

    private static Chunk chunk(long from, long to) {
        var writer = new ChunkWriter();
        for (long t = from; t <= to; t += 10) {
            writer.append(t, t);
        }
        return writer.finish().getFirst();
    }

    private BlockContents block(List<int[]> series, List<Chunk> chunks) throws IOException {
        Ulid ulid = ulids.next();
        Path block = Files.createDirectories(directory.resolve(ulid.toString()));
        try (var segments = new ChunkSegmentWriter(block.resolve("chunks"), 1 << 20);
                var index = IndexWriter.create(block.resolve("index"))) {
            for (char letter = 'a'; letter <= 'f'; letter++) {
                index.symbol(("" + letter).getBytes(UTF_8), 0, 1);
            }
            for (int[] labels : series) {
                var metas = new ChunkMetas();
                for (Chunk chunk : chunks) {
                    metas.add(chunk.minTime(), chunk.maxTime(), segments.append(chunk.encoding().id(), chunk.data(),
                            chunk.offset(), chunk.length()));
                }
                index.series(labels, labels.length / 2, metas);
            }
            segments.finish();
            index.finish();
        }
        new BlockMeta(ulid, 0, 1000, BlockStats.NONE, BlockLineage.original(ulid), null).write(block);
        return BlockContents.open(block);
    }

    /// Refused when not tolerated; the values of the only series when it is, or nothing.
    private List<Long> compact(BlockContents input, FindingKind kind) throws IOException {
        var compactor = new BlockCompactor(ulids);
        try (input) {
            var strict = CompactionOptions.LOCAL.withTolerated(Set.of());
            assertThat(compactor.compact(List.of(input), directory, strict)).isInstanceOfSatisfying(
                    CompactionResult.Refused.class, refused -> {
                        assertThat(refused.finding().kind()).isEqualTo(kind);
                        assertThat(refused.finding().block()).isEqualTo(input.meta().ulid());
                    });
            if (!kind.canBeTolerated()) {
                return List.of();
            }
            var result = (CompactionResult.Compacted) compactor.compact(List.of(input), directory,
                    strict.withTolerated(Set.of(kind)));
            assertThat(result.findings()).hasSize(1).allMatch(finding -> finding.kind() == kind);
            var times = new ArrayList<Long>();
            for (BlockMeta meta : result.blocks()) {
                try (var block = Block.open(directory.resolve(meta.ulid().toString()), new PageCache(1000))) {
                    SeriesData.of(block.select(List.of(), TimeRange.ALL)).values()
                            .forEach(samples -> times.addAll(samples.keySet()));
                }
            }
            return times;
        }
    }

    @Test
    void putsChunksInOrder() throws IOException {
        var apart = block(List.of(SERIES), List.of(chunk(200, 220), chunk(100, 110)));
        assertThat(compact(apart, FindingKind.OUT_OF_ORDER_CHUNKS)).containsExactly(100L, 110L, 200L, 210L, 220L);
        var overlapping = block(List.of(SERIES), List.of(chunk(200, 220), chunk(205, 225)));
        assertThat(compact(overlapping, FindingKind.OUT_OF_ORDER_CHUNKS)).containsExactly(200L, 205L, 210L, 215L, 220L,
                225L);
    }

    @Test
    void keepsOneOfTwoChunksWithTheSameTimes() throws IOException {
        var twice = block(List.of(SERIES), List.of(chunk(200, 220), chunk(200, 220)));
        assertThat(compact(twice, FindingKind.DUPLICATE_CHUNKS)).containsExactly(200L, 210L, 220L);
    }

    @Test
    void trimsChunksThatReachOutOfTheBlock() throws IOException {
        var outside = block(List.of(SERIES), List.of(chunk(-20, 10), chunk(980, 1010)));
        assertThat(compact(outside, FindingKind.CHUNKS_OUTSIDE_BLOCK)).containsExactly(0L, 10L, 980L, 990L);
    }

    @Test
    void leavesOutSeriesWithoutChunks() throws IOException {
        assertThat(compact(block(List.of(SERIES), List.of()), FindingKind.SERIES_WITHOUT_CHUNKS)).isEmpty();
    }

    @Test
    void neverMergesSeriesWithoutLabels() throws IOException {
        compact(block(List.of(new int[0], SERIES), List.of(chunk(0, 20))), FindingKind.SERIES_WITHOUT_LABELS);
    }

    /// Swaps the symbols of an index with two series in place, since no writer writes them out of order.
    private BlockContents withSymbols(BlockContents input, String from, String to) throws IOException {
        byte[] index = input.index().read(0, (int) input.index().size());
        String text = new String(index, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf(from);
        for (int i = 0; i < from.length(); i++) {
            index[at + i] = (byte) to.charAt(i);
        }
        var crc = new java.util.zip.CRC32C();
        int length = index[at - 1];
        crc.update(index, at, length);
        java.nio.ByteBuffer.wrap(index).putInt(at + length, (int) crc.getValue());
        return new BlockContents(input.meta(), ByteSource.of("index", index), input.segments(), input.tombstones());
    }

    @Test
    void neverMergesSeriesOrLabelsOutOfOrder() throws IOException {
        var series = List.of(new int[]{2, 3}, new int[]{2, 4});
        var later = withSymbols(block(series, List.of(chunk(0, 20))), "\u0001\u0002\u0003\u0001",
                "\u0001\u0002\u0005\u0001");
        compact(later, FindingKind.OUT_OF_ORDER_SERIES);
        var names = withSymbols(block(List.of(new int[]{2, 3, 4, 5}), List.of(chunk(0, 20))),
                "\u0002\u0002\u0003\u0004\u0005", "\u0002\u0004\u0003\u0002\u0005");
        compact(names, FindingKind.OUT_OF_ORDER_LABELS);
    }

    @Test
    void mergesSeriesThatAreThereTwice() throws IOException {
        var series = List.of(new int[]{2, 3}, new int[]{2, 4});
        var twice = withSymbols(block(series, List.of(chunk(0, 20))), "\u0001\u0002\u0004\u0001",
                "\u0001\u0002\u0003\u0001");
        assertThat(compact(twice, FindingKind.DUPLICATE_SERIES)).containsExactly(0L, 10L, 20L);
    }
}
