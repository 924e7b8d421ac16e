package io.hypnos.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.Block;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.io.PageCache;

/// Blocks of downsampled series, as Thanos has them in buckets.
class AggregateBlocksTest {

    private static final long WINDOW = 300_000;
    private static final Labels SERIES = Labels.of("__name__", "m");
    private static final ThanosMeta THANOS = ThanosMeta.of(Labels.of("tenant_id", "t"), "compactor")
            .withResolution(WINDOW);

    @TempDir
    Path directory;

    private final UlidGenerator ulids = new UlidGenerator(Clock.systemUTC());

    /// A chunk with one sample per window in `[from, to]`; the counter has one more in front and its last one twice.
    private static AggregateChunk chunk(long from, long to, double count) {
        Chunk[] parts = new Chunk[5];
        parts[0] = part(from, to, t -> count, false);
        parts[1] = part(from, to, t -> t * 2.0, false);
        parts[2] = part(from, to, t -> -1, false);
        parts[3] = part(from, to, t -> 7, false);
        parts[4] = part(from, to, t -> t, true);
        return new AggregateChunk(from, to, parts);
    }

    private static Chunk part(long from, long to, LongToDoubleFunction value, boolean counter) {
        var appender = new XorAppender();
        if (counter) {
            appender.append(from - 100, value.applyAsDouble(from - 100));
        }
        for (long t = from; t <= to; t += WINDOW) {
            appender.append(t, value.applyAsDouble(t));
        }
        if (counter) {
            appender.append(to, 5.0);
        }
        return appender.toChunk();
    }

    private BlockContents write(AggregateChunk... chunks) throws IOException {
        var ulid = ulids.next();
        try (var writer = LabelledBlockWriter.create(directory, ulid)) {
            writer.add(SERIES, List.of(chunks));
            writer.finish(new BlockDraft(0, 1000 * WINDOW, BlockLineage.original(ulid), THANOS)).orElseThrow();
        }
        return BlockContents.open(directory.resolve(ulid.toString()));
    }

    private List<SeriesChunk> read(BlockMeta meta, TimeRange range) throws IOException {
        try (var block = Block.open(directory.resolve(meta.ulid().toString()), new PageCache(1 << 20));
                var set = block.select(List.of(), range)) {
            var chunks = new ArrayList<SeriesChunk>();
            while (set.next()) {
                chunks.addAll(set.series().chunks());
            }
            return chunks;
        }
    }

    private static BlockMeta compacted(CompactionResult result) {
        return ((CompactionResult.Compacted) result).blocks().getFirst();
    }

    @Test
    void readsAndCopiesThemAsTheyStand() throws IOException {
        var first = chunk(WINDOW, 10 * WINDOW, 20);
        var second = chunk(11 * WINDOW, 30 * WINDOW, 20);
        try (var a = write(first); var b = write(second)) {
            assertThat(a.meta().stats().samples()).isEqualTo(10);
            assertThat(a.meta().stats().floatSamples()).isZero();
            assertSame(read(a.meta(), TimeRange.ALL), List.of(first));
            var meta = compacted(new BlockCompactor(ulids).compact(List.of(a, b), directory,
                    CompactionOptions.LOCAL.withThanos(THANOS)));
            assertSame(read(meta, TimeRange.ALL), List.of(first, second));
            assertSame(read(meta, TimeRange.closed(0, 5 * WINDOW)), List.of(first));
            assertThat(meta.stats().samples()).isEqualTo(30);
            assertThat(meta.thanos().resolutionMillis()).isEqualTo(WINDOW);
        }
    }

    private static void assertSame(List<SeriesChunk> found, List<AggregateChunk> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            var chunk = (AggregateChunk) found.get(i);
            assertThat(chunk.minTime()).isEqualTo(expected.get(i).minTime());
            assertThat(chunk.maxTime()).isEqualTo(expected.get(i).maxTime());
            for (Aggregate aggregate : Aggregate.values()) {
                assertThat(chunk.part(aggregate).toByteArray())
                        .isEqualTo(expected.get(i).part(aggregate).toByteArray());
            }
        }
    }

    @Test
    void mergesOverlappingOnesAggregateByAggregate() throws IOException {
        try (var a = write(chunk(WINDOW, 100 * WINDOW, 20)); var b = write(chunk(50 * WINDOW, 200 * WINDOW, 10))) {
            var meta = compacted(new BlockCompactor(ulids).compact(List.of(a, b), directory, CompactionOptions.LOCAL));
            var chunks = read(meta, TimeRange.ALL);
            assertThat(chunks).hasSize(2);
            var counts = new TreeMap<Long, Double>();
            for (SeriesChunk one : chunks) {
                var chunk = (AggregateChunk) one;
                for (Aggregate aggregate : Aggregate.values()) {
                    var samples = new StoredSamples();
                    ChunkDecoder.decode(chunk.part(aggregate), samples);
                    int last = samples.size() - 1;
                    assertThat(samples.time(0)).isEqualTo(chunk.minTime());
                    assertThat(samples.time(last)).isEqualTo(chunk.maxTime());
                    if (aggregate == Aggregate.COUNTER) {
                        assertThat(samples.time(last - 1)).isEqualTo(chunk.maxTime());
                        assertThat(samples.value(last)).isEqualTo(samples.value(last - 1)).isEqualTo(chunk.maxTime());
                    }
                    if (aggregate == Aggregate.COUNT) {
                        for (int i = 0; i < samples.size(); i++) {
                            counts.put(samples.time(i), samples.value(i));
                        }
                    }
                }
            }
            assertThat(counts).hasSize(200).containsEntry(WINDOW, 20.0).containsEntry(70 * WINDOW, 20.0)
                    .containsEntry(200 * WINDOW, 10.0);
        }
    }

    @Test
    void doesNotMixResolutions() throws IOException {
        try (var a = write(chunk(WINDOW, 10 * WINDOW, 20))) {
            var raw = new BlockContents(a.meta().withThanos(null), a.index(), a.segments(), a.tombstones());
            assertThatThrownBy(() -> new BlockCompactor(ulids).compact(List.of(a, raw), directory,
                    CompactionOptions.LOCAL)).hasMessageContaining("several resolutions");
        }
    }
}
