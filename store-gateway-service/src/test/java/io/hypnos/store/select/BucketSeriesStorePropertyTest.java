package io.hypnos.store.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.series.labels.TextOrder;
import io.hypnos.series.testing.Seeded;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.Shard;
import io.hypnos.store.block.BlockStorage.PostingsPolicy;
import io.hypnos.store.block.BucketBlock.Preparation;
import io.hypnos.store.testing.GatewayFixture;
import io.hypnos.store.testing.RandomBlocks;

/// Compares every answer with that of [PlainStore].
@Seeded
class BucketSeriesStorePropertyTest {

    private static final int UNITS = 24;
    private static final int REQUESTS = 80;
    private static final List<Labels> STREAMS = List.of(Labels.of("replica", "r1", "tenant_id", "t"),
            Labels.of("replica", "r2", "tenant_id", "t"), Labels.of("a", "outer", "zz", "last"));

    @TempDir
    private Path temp;

    @Test
    void answersAsAPlainLookAtAllSeriesDoes(Random random) throws Exception {
        var plain = new PlainStore();
        try (var gateway = new GatewayFixture(new MemoryBucket(), temp)) {
            fill(gateway, plain, random);
            for (GatewayFixture.Options options : List.of(GatewayFixture.Options.DEFAULT,
                    GatewayFixture.Options.DEFAULT.withoutCache().with(new PostingsPolicy(true, 0.01))
                            .with(Preparation.OPEN),
                    GatewayFixture.Options.DEFAULT.with(new PostingsPolicy(false, 0)).with(Preparation.NONE))) {
                gateway.restart(options);
                gateway.blocks().sync();
                for (int i = 0; i < REQUESTS; i++) {
                    compare(gateway.store(), plain, request(random));
                }
            }
        }
    }

    private static void fill(GatewayFixture gateway, PlainStore plain, Random random) throws Exception {
        var blocks = new RandomBlocks(random);
        for (Labels stream : STREAMS) {
            for (long resolution : List.of(0L, 300_000L, 3_600_000L)) {
                for (int i = 0; i < 4; i++) {
                    long from = random.nextInt(UNITS) * RandomBlocks.UNIT;
                    long to = from + (1 + random.nextInt(UNITS / 2)) * RandomBlocks.UNIT;
                    List<ChunkSeries> series = blocks.series(1 + random.nextInt(150), from, to, resolution);
                    if (!series.isEmpty()) {
                        gateway.put(stream, resolution, from, to, series);
                        plain.add(stream, resolution, from, to, series);
                    }
                }
            }
        }
    }

    private static SeriesRequest request(Random random) {
        long min = random.nextLong(-RandomBlocks.UNIT, UNITS * RandomBlocks.UNIT);
        TimeRange range = random.nextInt(4) == 0
                ? TimeRange.ALL
                : TimeRange.closed(min, min + random.nextLong(UNITS * RandomBlocks.UNIT));
        List<Matcher> matchers = new RandomBlocks(random).matchers(List.of("tenant_id", "zz"));
        List<String> without = random.nextBoolean()
                ? List.of()
                : List.of("replica", random.nextBoolean() ? "job" : "tenant_id");
        long maxResolution = List.of(0L, 299_999L, 300_000L, 3_600_000L, Long.MAX_VALUE).get(random.nextInt(5));
        Set<Aggregate> aggregates = EnumSet.of(Aggregate.values()[random.nextInt(5)],
                Aggregate.values()[random.nextInt(5)]);
        Shard shard = random.nextInt(4) == 0
                ? new Shard(random.nextInt(3), 3, random.nextBoolean(), List.of("job", "__name__"))
                : null;
        return request(range, matchers, without,
                new SeriesRequest.ChunkRequest(random.nextInt(4) == 0, maxResolution, aggregates), shard);
    }

    private static SeriesRequest request(TimeRange range, List<Matcher> matchers, List<String> without,
            SeriesRequest.ChunkRequest chunks, @Nullable Shard shard) {
        return new SeriesRequest(new Selection(range, matchers, without), chunks, SelectHints.of(range), shard,
                PartialResponse.ABORT, 0);
    }

    private static void compare(SeriesStore store, PlainStore plain, SeriesRequest request) {
        Map<Labels, List<SeriesChunk>> expected = plain.series(request);
        var found = new LinkedHashMap<Labels, List<SeriesChunk>>();
        try (ChunkSeriesSet set = store.series(request, QueryContext.UNLIMITED)) {
            while (set.next()) {
                assertThat(found.put(set.series().labels(), set.series().chunks())).as("%s", request).isNull();
            }
            assertThat(set.warnings()).isEmpty();
        }
        assertThat(found.keySet()).as("%s", request).containsExactlyElementsOf(expected.keySet());
        expected.forEach((labels, chunks) -> assertThat(texts(found.get(labels))).as("%s of %s", labels, request)
                .isEqualTo(texts(chunks)));
        compareLabels(store, plain, request);
    }

    /// Arrays of parts have no equality.
    private static List<String> texts(List<SeriesChunk> chunks) {
        return chunks.stream().map(chunk -> chunk instanceof AggregateChunk aggregates
                ? aggregates.minTime() + ".." + aggregates.maxTime() + Arrays.toString(
                        Arrays.stream(aggregates.parts()).map(part -> part == null ? 0 : part.hashCode()).toArray())
                : chunk + " " + chunk.hashCode())
                .toList();
    }

    /// Where external labels alone say which series are meant, whole blocks are, whatever of them is in the range.
    private static void compareLabels(SeriesStore store, PlainStore plain, SeriesRequest request) {
        boolean onlyExternal = request.selection().matchers().stream()
                .allMatch(matcher -> STREAMS.stream().anyMatch(stream -> stream.has(matcher.name())));
        var labelsOnly = request(request.selection().range(), request.selection().matchers(),
                request.selection().withoutLabels(), SeriesRequest.ChunkRequest.LABELS_ONLY, null);
        var labels = new LabelsRequest(request.selection(), PartialResponse.ABORT, 0);
        compareTexts(store.labelNames(labels, QueryContext.UNLIMITED).texts(), plain.names(labelsOnly), onlyExternal,
                "names of " + request);
        for (String name : List.of("job", "replica", "a", "tenant_id")) {
            compareTexts(store.labelValues(name, labels, QueryContext.UNLIMITED).texts(),
                    plain.values(name, labelsOnly), onlyExternal, "values of " + name + " in " + request);
        }
    }

    private static void compareTexts(List<String> found, List<String> expected, boolean orMore, String what) {
        if (orMore) {
            assertThat(found).as(what).containsAll(expected).isSortedAccordingTo(TextOrder.BY_BYTES);
        } else {
            assertThat(found).as(what).isEqualTo(expected);
        }
    }

    @Test
    void givesTheFirstSeriesOfTheAnswerUpToALimit(Random random) throws Exception {
        var plain = new PlainStore();
        try (var gateway = new GatewayFixture(new MemoryBucket(), temp)) {
            fill(gateway, plain, random);
            gateway.blocks().sync();
            var matchers = List.of(Matcher.of(MatchType.REGEX, "__name__", ".+"));
            var all = request(TimeRange.ALL, matchers, List.of("replica"), SeriesRequest.ChunkRequest.RAW, null);
            List<Labels> expected = new ArrayList<>(plain.series(all).keySet());
            for (int limit : List.of(1, 2, 7, 50)) {
                var limited = new SeriesRequest(all.selection(), all.chunks(), all.hints(), null,
                        PartialResponse.ABORT, limit);
                var found = new ArrayList<Labels>();
                try (ChunkSeriesSet set = gateway.store().series(limited, QueryContext.UNLIMITED)) {
                    while (set.next()) {
                        found.add(set.series().labels());
                    }
                }
                int least = Math.min(limit, expected.size());
                assertThat(found.subList(0, least)).isEqualTo(expected.subList(0, least));
            }
        }
    }
}
