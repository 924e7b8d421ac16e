package io.hypnos.objstore.block.filter;

import static io.hypnos.objstore.block.TestBlocks.id;
import static io.hypnos.objstore.block.TestBlocks.merged;
import static io.hypnos.objstore.block.TestBlocks.meta;
import static io.hypnos.objstore.block.TestBlocks.uploadedAt;
import static io.hypnos.objstore.block.TestBlocks.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockMark;
import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaCache;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.objstore.block.MetaState;
import io.hypnos.objstore.block.TestBlocks;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.RelabelAction;
import io.hypnos.series.relabel.RelabelConfig;
import io.hypnos.series.relabel.RelabelConfig.Source;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.ThanosMeta;

class MetaFiltersTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final MemoryBucket bucket = new MemoryBucket();
    private final BlockMarks marks = new BlockMarks(bucket);
    private final MarkReader reader = new MarkReader(marks, 4);

    @Test
    void keepsBlocksThatTouchTheTimePartition() throws IOException {
        put(meta(id(1), 0, 99), meta(id(2), 0, 100), meta(id(3), 150, 160), meta(id(4), 200, 300),
                meta(id(5), 201, 300));

        BlockCatalog catalog = fetch(new TimePartitionFilter(() -> 100, () -> 200));

        assertThat(catalog.blocks()).containsOnlyKeys(id(2), id(3), id(4));
        assertThat(catalog.hidden().get(id(1)).why()).isEqualTo(MetaState.TIME_EXCLUDED);
    }

    @Test
    void shardsByLabelsAndBlock() throws IOException {
        put(with(meta(id(1), 0, 1), Labels.of("zone", "eu1"), 0), with(meta(id(2), 0, 1), Labels.of("zone", "us1"), 0));

        var byZone = new Relabeling(List.of(RelabelConfig.of(RelabelAction.KEEP, Source.of("zone"), "eu.*")));
        assertThat(fetch(new LabelShardFilter(byZone, Set.of())).blocks()).containsOnlyKeys(id(1));

        var byBlock = new Relabeling(List.of(
                RelabelConfig.of(RelabelAction.KEEP, Source.of(LabelShardFilter.BLOCK_ID), id(2).toString())));
        BlockCatalog catalog = fetch(new LabelShardFilter(byBlock, Set.of()));
        assertThat(catalog.blocks()).containsOnlyKeys(id(2));
        assertThat(catalog.hidden().get(id(1)).why()).isEqualTo(MetaState.LABEL_EXCLUDED);
    }

    @Test
    void putsReplicasIntoOneShard() throws IOException {
        for (int i = 0; i < 8; i++) {
            put(with(meta(id(i), 0, 1), Labels.of("tenant_id", "a", "replica", "r" + i), 0));
        }
        var shardOf3 = new Relabeling(List.of(RelabelConfig.hashmod(Source.of("tenant_id", "replica"), 3, "shard"),
                RelabelConfig.of(RelabelAction.KEEP, Source.of("shard"), "0")));

        assertThat(fetch(new LabelShardFilter(shardOf3, Set.of("replica"))).blocks().size()).isIn(0, 8);
        assertThat(fetch(new LabelShardFilter(shardOf3, Set.of())).blocks().size()).isBetween(1, 7);
    }

    @Test
    void hidesFreshBlocksButNotThoseOfCompactors() throws IOException {
        Instant fresh = NOW.minusSeconds(60);
        Instant old = NOW.minusSeconds(3600);
        put(uploadedAt(meta(id(1), 0, 1), fresh), uploadedAt(meta(id(2), 0, 1), old),
                source(uploadedAt(meta(id(3), 0, 1), fresh), "compactor"),
                source(uploadedAt(meta(id(4), 0, 1), fresh), "bucket.repair"),
                meta(id(fresh.toEpochMilli(), 5), 0, 1), meta(id(old.toEpochMilli(), 6), 0, 1));

        BlockCatalog catalog = fetch(new ConsistencyDelayFilter(Duration.ofMinutes(30), CLOCK));

        assertThat(catalog.hidden()).containsOnlyKeys(id(1), id(fresh.toEpochMilli(), 5));
        assertThat(catalog.hidden().get(id(1)).why()).isEqualTo(MetaState.TOO_FRESH);
        assertThat(fetch(new ConsistencyDelayFilter(Duration.ZERO, CLOCK)).hidden()).isEmpty();
    }

    @Test
    void hidesBlocksSomeTimeAfterTheyWereMarkedForDeletion() throws IOException {
        put(meta(id(1), 0, 1), meta(id(2), 0, 1), meta(id(3), 0, 1));
        marks.put(new BlockMark.Deletion(id(1), "", NOW.minus(Duration.ofHours(25))));
        marks.put(new BlockMark.Deletion(id(2), "", NOW.minus(Duration.ofHours(23))));

        BlockCatalog catalog = fetch(new DeletionMarkFilter(reader, Duration.ofHours(24), CLOCK));

        assertThat(catalog.blocks()).containsOnlyKeys(id(2), id(3));
        assertThat(catalog.hidden().get(id(1)).why()).isEqualTo(MetaState.MARKED_FOR_DELETION);
        assertThat(catalog.marks().deletion()).containsOnlyKeys(id(1), id(2));
    }

    @Test
    void forgetsAMarkThatIsTakenAway() throws IOException {
        put(meta(id(1), 0, 1));
        marks.put(new BlockMark.Deletion(id(1), "", NOW.minus(Duration.ofHours(25))));
        var filter = new DeletionMarkFilter(reader, Duration.ofHours(24), CLOCK);
        assertThat(fetch(filter).blocks()).isEmpty();
        marks.remove(Kind.DELETION, id(1));
        assertThat(fetch(filter).blocks()).containsOnlyKeys(id(1));
        marks.put(new BlockMark.Deletion(id(1), "", NOW));

        assertThat(fetch(filter).marks().deletion().get(id(1)).time()).isEqualTo(NOW);
    }

    @Test
    void learnsWhatIsNotToBeCompactedOrDownsampled() throws IOException {
        put(meta(id(1), 0, 1), meta(id(2), 0, 1));
        marks.put(new BlockMark.NoCompact(id(1), "d", NOW, Reason.MANUAL));
        marks.put(new BlockMark.NoDownsample(id(2), "d", NOW, Reason.MANUAL));
        TestBlocks.put(bucket, id(2), Kind.NO_COMPACT.fileName(), "<html>".getBytes(UTF_8));

        BlockCatalog catalog = fetch(new NoCompactMarkFilter(reader), new NoDownsampleMarkFilter(reader));

        assertThat(catalog.blocks()).hasSize(2);
        assertThat(catalog.marks().noCompact()).containsOnlyKeys(id(1));
        assertThat(catalog.marks().noDownsample()).containsOnlyKeys(id(2));
    }

    @Test
    void takesReplicaLabelsAway() throws IOException {
        put(with(meta(id(1), 0, 1), Labels.of("tenant_id", "a", "replica", "1"), 0),
                with(meta(id(2), 0, 1), Labels.of("replica", "1", "rule_replica", "2"), 0));

        BlockCatalog catalog = fetch(new ReplicaLabelFilter(List.of("replica", "rule_replica")));

        assertThat(catalog.blocks().get(id(1)).labels()).isEqualTo(Labels.of("tenant_id", "a"));
        assertThat(catalog.blocks().get(id(2)).labels()).isEqualTo(Labels.of("replica", "deduped"));
        assertThat(catalog.blocks().get(id(1)).block().thanos().labels()).isEqualTo(Labels.of("tenant_id", "a"));
    }

    @Test
    void hidesBlocksThatAreContainedInAnother() throws IOException {
        put(meta(id(1), 0, 1), meta(id(2), 0, 1), meta(id(3), 0, 1), merged(id(10), id(1), id(2)));

        BlockCatalog catalog = fetch(new DuplicateFilter());

        assertThat(catalog.blocks()).containsOnlyKeys(id(3), id(10));
        assertThat(catalog.hidden().get(id(1)).why()).isEqualTo(MetaState.DUPLICATE);
    }

    @Test
    void keepsTheOlderOfTwoWithTheSameSources() throws IOException {
        put(merged(id(10), id(1), id(2)), merged(id(11), id(2), id(1)), merged(id(12), id(1), id(3)));

        assertThat(fetch(new DuplicateFilter()).blocks()).containsOnlyKeys(id(10), id(12));
    }

    @Test
    void needsOneBlockThatHasEverything() throws IOException {
        put(merged(id(10), id(1), id(2)), merged(id(11), id(2), id(3)), merged(id(12), id(1), id(3)));

        assertThat(fetch(new DuplicateFilter()).hidden()).isEmpty();
    }

    @Test
    void comparesOnlyBlocksOfOneGroup() throws IOException {
        put(meta(id(1), 0, 1), with(merged(id(10), id(1), id(2)), TestBlocks.LABELS, 300_000),
                with(merged(id(11), id(1), id(2)), Labels.of("other", "labels"), 0));

        assertThat(fetch(new DuplicateFilter()).hidden()).isEmpty();
    }

    @Test
    void appliesFiltersInTheirOrder() throws IOException {
        put(meta(id(1), 0, 10), merged(id(10), id(1), id(2)));
        marks.put(new BlockMark.Deletion(id(10), "", NOW.minus(Duration.ofHours(25))));

        assertThat(fetch(new DeletionMarkFilter(reader, Duration.ofHours(24), CLOCK), new DuplicateFilter()).blocks())
                .as("what a marked block replaces comes back").containsOnlyKeys(id(1));
        assertThat(fetch(new DuplicateFilter(), new DeletionMarkFilter(reader, Duration.ofHours(24), CLOCK)).blocks())
                .isEmpty();
    }

    private BlockCatalog fetch(MetaFilter... filters) throws IOException {
        return new MetaFetcher(bucket, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT, List.of(filters),
                new MetaFetchMetrics(new PrometheusRegistry())).fetch();
    }

    private void put(BlockMeta... metas) throws IOException {
        for (BlockMeta meta : metas) {
            TestBlocks.put(bucket, meta);
        }
    }

    private static BlockMeta source(BlockMeta meta, String source) {
        ThanosMeta thanos = meta.thanos();
        return meta.withThanos(thanos.withSource(source));
    }
}
