package io.hypnos.series.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.merge.ChunkSeriesMerge.Duplicates;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.series.testing.Seeded;
import io.hypnos.series.testing.SeriesNotation;

@Seeded
class ChunkSeriesMergeTest {

    @Test
    void mergesLikeASortedMap(Random random) {
        for (int round = 0; round < 2000; round++) {
            int count = random.nextInt(9);
            Duplicates duplicates = random.nextBoolean() ? Duplicates.KEEP : Duplicates.DROP;
            List<SeriesSource> sources = new ArrayList<>();
            var expected = new TreeMap<Labels, List<SeriesChunk>>();
            for (int s = 0; s < count; s++) {
                var own = new TreeMap<Labels, List<SeriesChunk>>();
                for (int i = random.nextInt(20); i > 0; i--) {
                    Labels labels = Labels.of("a", "" + random.nextInt(30), "b", random.nextInt(4) == 0 ? "x" : "");
                    own.put(labels, chunks(random));
                }
                own.forEach(
                        (labels, chunks) -> expected.computeIfAbsent(labels, l -> new ArrayList<>()).addAll(chunks));
                sources.add(new SeriesSource("s" + s, set(own, random)));
            }
            try (var merge = new ChunkSeriesMerge(sources, duplicates)) {
                for (Map.Entry<Labels, List<SeriesChunk>> entry : expected.entrySet()) {
                    assertThat(merge.next()).isTrue();
                    assertThat(merge.series().labels()).isEqualTo(entry.getKey());
                    List<SeriesChunk> chunks = duplicates == Duplicates.DROP
                            ? entry.getValue().stream().distinct().toList()
                            : entry.getValue();
                    assertThat(merge.series().chunks()).containsExactlyInAnyOrderElementsOf(chunks);
                    assertThat(merge.series().chunks()).isEqualTo(ChunkOrder.sorted(merge.series().chunks()));
                }
                assertThat(merge.next()).isFalse();
                assertThat(merge.disordered()).isEmpty();
            }
        }
    }

    private static ChunkSeriesSet set(TreeMap<Labels, List<SeriesChunk>> series, Random random) {
        List<ChunkSeries> list = new ArrayList<>();
        series.forEach((labels, chunks) -> {
            int split = random.nextInt(chunks.size() + 1);
            list.add(new ChunkSeries(labels, chunks.subList(0, split)));
            list.add(new ChunkSeries(labels, chunks.subList(split, chunks.size())));
        });
        return ChunkSeriesSet.of(list);
    }

    private static List<SeriesChunk> chunks(Random random) {
        List<SeriesChunk> chunks = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            long from = random.nextInt(3) * 100;
            chunks.add(SeriesNotation.series("a", "1x" + random.nextInt(3), from, 10).chunks().getFirst());
        }
        return ChunkOrder.sorted(chunks);
    }

    @Test
    void dropsChunksWithTheSameBytesOnly() {
        Chunk chunk = SeriesNotation.series("a", "1 2 3").chunks().getFirst();
        byte[] shared = new byte[100];
        System.arraycopy(chunk.data(), 0, shared, 50, chunk.length());
        Chunk copy = new Chunk(chunk.minTime(), chunk.maxTime(), chunk.encoding(), shared, 50, chunk.length());
        Chunk other = SeriesNotation.series("a", "1 2 4").chunks().getFirst();
        assertThat(merged(Duplicates.DROP, chunk, copy, other, copy)).hasSize(2);
        assertThat(merged(Duplicates.KEEP, chunk, copy, other, copy)).hasSize(4);
        SeriesChunk aggregates = aggregates(chunk, null);
        assertThat(merged(Duplicates.DROP, aggregates, aggregates(copy, null), aggregates(chunk, other), chunk))
                .hasSize(3);
    }

    private static SeriesChunk aggregates(Chunk count, @Nullable Chunk sum) {
        return new AggregateChunk(count.minTime(), count.maxTime(),
                new @Nullable Chunk[]{count, sum, null, null, null});
    }

    private static List<SeriesChunk> merged(Duplicates duplicates, SeriesChunk... chunks) {
        List<SeriesSource> sources = new ArrayList<>();
        for (SeriesChunk chunk : chunks) {
            sources.add(new SeriesSource("s",
                    ChunkSeriesSet.of(List.of(new ChunkSeries(Labels.of("a", "1"), List.of(chunk))))));
        }
        try (var merge = new ChunkSeriesMerge(sources, duplicates)) {
            assertThat(merge.next()).isTrue();
            return merge.series().chunks();
        }
    }

    @Test
    void plainChunksComeBeforeAggregatesAndLargerBytesBeforeSmaller() {
        Chunk small = Chunk.of(0, 10, ChunkEncoding.XOR, new byte[]{0, 1});
        Chunk large = Chunk.of(0, 10, ChunkEncoding.XOR, new byte[]{0, (byte) 0xFF});
        Chunk histogram = Chunk.of(0, 10, ChunkEncoding.HISTOGRAM, new byte[]{9});
        SeriesChunk aggregates = aggregates(small, null);
        assertThat(ChunkOrder.sorted(List.of(aggregates, histogram, small, large)))
                .containsExactly(large, small, histogram, aggregates);
    }

    @Test
    void leavesOutTheRestOfASourceThatGoesBack() {
        ChunkSeriesSet bad = ChunkSeriesSet.of(List.of(series("b"), series("a"), series("c")));
        ChunkSeriesSet good = ChunkSeriesSet.of(List.of(series("a"), series("c")));
        try (var merge = new ChunkSeriesMerge(
                List.of(new SeriesSource("store-1", bad), new SeriesSource("store-2", good)),
                Duplicates.DROP)) {
            List<String> seen = new ArrayList<>();
            while (merge.next()) {
                seen.add(merge.series().labels().get("x"));
            }
            assertThat(seen).containsExactly("a", "b", "c");
            assertThat(merge.disordered()).containsExactly("store-1");
            assertThat(merge.warnings()).singleElement().asString().contains("store-1");
        }
    }

    private static ChunkSeries series(String x) {
        return new ChunkSeries(Labels.of("x", x), List.of());
    }

    @Test
    void closesEverySourceEvenIfOneFails() {
        var closed = new AtomicInteger();
        List<SeriesSource> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boolean fails = i == 0;
            sources.add(new SeriesSource("s" + i, new ChunkSeriesSet() {
                @Override
                public boolean next() {
                    return false;
                }

                @Override
                public ChunkSeries series() {
                    throw new IllegalStateException();
                }

                @Override
                public List<String> warnings() {
                    return List.of("w");
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                    if (fails) {
                        throw new IllegalStateException("stuck");
                    }
                }
            }));
        }
        var merge = new ChunkSeriesMerge(sources, Duplicates.KEEP);
        assertThat(merge.next()).isFalse();
        assertThat(merge.warnings()).containsExactly("w");
        try {
            merge.close();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("stuck");
        }
        assertThat(closed).hasValue(3);
    }

    @Test
    void samplesOfOverlappingChunksBecomeOneSequence(Random random) {
        for (int round = 0; round < 500; round++) {
            int count = 1 + random.nextInt(4);
            List<StoredSamples> sources = new ArrayList<>();
            var expected = new TreeMap<Long, List<Double>>();
            for (int s = 0; s < count; s++) {
                var samples = new StoredSamples();
                long t = random.nextInt(100);
                for (double v : RandomSamples.values(random, random.nextInt(50))) {
                    samples.add(t, v);
                    expected.computeIfAbsent(t, x -> new ArrayList<>()).add(v);
                    t += 1 + random.nextInt(10);
                }
                sources.add(samples);
            }
            StoredSamples merged = SampleMerge.merge(sources);
            assertThat(merged.size()).isEqualTo(expected.size());
            int i = 0;
            for (Map.Entry<Long, List<Double>> entry : expected.entrySet()) {
                assertThat(merged.time(i)).isEqualTo(entry.getKey());
                assertThat(entry.getValue()).contains(merged.value(i++));
            }
        }
    }

    @Test
    void onlyOverlappingChunksAreWrittenAnew() {
        List<Chunk> chunks = new ArrayList<>(SeriesNotation.series("a", "1+1x239").chunks(60));
        Chunk late = SeriesNotation.series("a", "7x3", 61 * 15_000L, 15_000).chunks().getFirst();
        chunks.add(2, late);
        chunks.add(3, late);
        List<Chunk> resolved = OverlappingChunks.resolve(ChunkOrderOf.sorted(chunks));
        assertThat(resolved).hasSize(4);
        assertThat(resolved.get(0)).isSameAs(chunks.get(0));
        var samples = new StoredSamples();
        resolved.forEach(chunk -> ChunkDecoder.decode(chunk, samples));
        assertThat(samples.size()).isEqualTo(240);
        assertThat(samples.value(61)).isEqualTo(62);
    }

    /// Chunks in the order that the merge wants.
    private static final class ChunkOrderOf {
        static List<Chunk> sorted(List<Chunk> chunks) {
            return ChunkOrder.sorted(List.copyOf(chunks)).stream().map(Chunk.class::cast).toList();
        }
    }
}
