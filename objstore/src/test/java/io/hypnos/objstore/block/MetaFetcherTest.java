package io.hypnos.objstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.hypnos.objstore.BucketMetrics;
import io.hypnos.objstore.BucketOperation;
import io.hypnos.objstore.FaultyBucket;
import io.hypnos.objstore.FaultyBucket.Faults;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.RetryOptions;
import io.hypnos.objstore.RetryingBucket;
import io.hypnos.objstore.TrippingBucket;
import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.tsdb.block.BlockMeta;

class MetaFetcherTest {

    private final MemoryBucket bucket = new MemoryBucket();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final MetaFetchMetrics metrics = new MetaFetchMetrics(registry);

    @ParameterizedTest
    @EnumSource
    void findsBlocksAmongOtherThings(BlockDiscovery discovery) throws IOException {
        TestBlocks.put(bucket, TestBlocks.meta(TestBlocks.id(1), 0, 10));
        TestBlocks.put(bucket, TestBlocks.meta(TestBlocks.id(2), 10, 20));
        TestBlocks.put(bucket, TestBlocks.id(3), "chunks/000001", new byte[]{1});
        put("debug/metas/" + TestBlocks.id(4) + ".json", "{}");
        put(TestBlocks.id(5) + "", "an object with a block's name");
        put("readme.txt", "hello");

        BlockCatalog catalog = fetcher(discovery, MetaCache.inMemory()).fetch();

        assertThat(catalog.blocks()).containsOnlyKeys(TestBlocks.id(1), TestBlocks.id(2));
        assertThat(catalog.unknown()).containsExactly(entry(TestBlocks.id(3), MetaState.NO_META));
        assertThat(catalog.isComplete()).isTrue();
        assertThat(state("loaded")).isEqualTo(2);
        assertThat(state("no-meta-json")).isEqualTo(1);
    }

    @Test
    void leavesOutBlocksWhoseMetaIsNonsense() throws IOException {
        TestBlocks.put(bucket, TestBlocks.meta(TestBlocks.id(1), 0, 10));
        List<String> nonsense = List.of("<html><body>503</body></html>", "", "{", "[]", "null", "{\"version\":1}",
                new String(TestBlocks.meta(TestBlocks.id(99), 0, 10).toJson(), UTF_8),
                new String(TestBlocks.meta(TestBlocks.id(8), 0, 10).toJson(), UTF_8).replace("\t\"version\": 1,",
                        "\t\"version\": 7,"));
        for (int i = 0; i < nonsense.size(); i++) {
            TestBlocks.put(bucket, TestBlocks.id(i + 2), BlockKeys.META, nonsense.get(i).getBytes(UTF_8));
        }

        BlockCatalog catalog = fetcher(BlockDiscovery.CONCURRENT, MetaCache.inMemory()).fetch();

        assertThat(catalog.blocks()).containsOnlyKeys(TestBlocks.id(1));
        assertThat(catalog.unknown().values()).hasSize(nonsense.size()).containsOnly(MetaState.CORRUPTED_META);
        assertThat(state("corrupted-meta-json")).isEqualTo(nonsense.size());
        assertThat(catalog.isComplete()).isTrue();
    }

    @Test
    void isIncompleteWhenAMetaCannotBeRead() throws IOException {
        TestBlocks.put(bucket, TestBlocks.meta(TestBlocks.id(1), 0, 10));
        TestBlocks.put(bucket, TestBlocks.meta(TestBlocks.id(2), 0, 10));
        var unreadable = new TrippingBucket(bucket, (operation, key) -> operation == BucketOperation.GET
                && key.equals(BlockKeys.meta(TestBlocks.id(2))));

        BlockCatalog catalog = new MetaFetcher(unreadable, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT, List.of(),
                metrics).fetch();

        assertThat(catalog.blocks()).containsOnlyKeys(TestBlocks.id(1));
        assertThat(catalog.unknown()).containsEntry(TestBlocks.id(2), MetaState.FAILED);
        assertThat(catalog.isComplete()).isFalse();
    }

    @Test
    void failsWhenTheBucketCannotBeListed() {
        var unlistable = new FaultyBucket(bucket, new Faults(1, 0, 0), 1);

        assertThatThrownBy(() -> new MetaFetcher(unlistable, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT,
                List.of(), metrics).fetch()).isInstanceOf(IOException.class);
    }

    @Test
    void readsEachMetaOnceAlsoAcrossStarts(@TempDir Path temp) throws IOException {
        BlockMeta meta = TestBlocks.meta(TestBlocks.id(1), 0, 10);
        TestBlocks.put(bucket, meta);
        fetcher(BlockDiscovery.CONCURRENT, MetaCache.in(temp.resolve("meta-syncer"))).fetch();
        TestBlocks.put(bucket, TestBlocks.id(1), BlockKeys.META, "no longer readable".getBytes(UTF_8));

        BlockCatalog catalog = fetcher(BlockDiscovery.CONCURRENT, MetaCache.in(temp.resolve("meta-syncer"))).fetch();

        assertThat(catalog.blocks().get(TestBlocks.id(1)).block()).isEqualTo(meta);
    }

    @Test
    void forgetsCachedMetasOfBlocksThatAreGone(@TempDir Path temp) throws IOException {
        TestBlocks.put(bucket, TestBlocks.meta(TestBlocks.id(1), 0, 10));
        MetaFetcher fetcher = fetcher(BlockDiscovery.CONCURRENT, MetaCache.in(temp));
        fetcher.fetch();
        Path cached = temp.resolve(TestBlocks.id(1).toString()).resolve("meta.json");
        assertThat(cached).exists();
        bucket.delete(BlockKeys.meta(TestBlocks.id(1)));
        BlockCatalog halfGone = fetcher.fetch();
        assertThat(halfGone.unknown()).containsEntry(TestBlocks.id(1), MetaState.NO_META);
        bucket.delete(BlockKeys.index(TestBlocks.id(1)));

        assertThat(fetcher.fetch().unknown()).isEmpty();
        assertThat(cached).doesNotExist();
    }

    @Test
    void doesNotTrustACachedFileThatIsDamaged(@TempDir Path temp) throws IOException {
        BlockMeta meta = TestBlocks.meta(TestBlocks.id(1), 0, 10);
        TestBlocks.put(bucket, meta);
        Path cached = temp.resolve(TestBlocks.id(1).toString()).resolve("meta.json");
        Files.createDirectories(cached.getParent());
        Files.writeString(cached, "{\"ulid\": ");

        assertThat(fetcher(BlockDiscovery.CONCURRENT, MetaCache.in(temp)).fetch().blocks().get(meta.ulid()).block())
                .isEqualTo(meta);
        assertThat(BlockMeta.read(cached.getParent())).isEqualTo(meta);
    }

    @Test
    void seesEverythingThroughABucketThatFailsOften() throws IOException {
        long seed = Long.getLong("hypnos.seed", 20_261_120);
        System.out.println("seesEverythingThroughABucketThatFailsOften: -Dhypnos.seed=" + seed);
        for (int i = 0; i < 200; i++) {
            TestBlocks.put(bucket, TestBlocks.meta(TestBlocks.id(i), i, i + 1));
        }
        var faulty = new FaultyBucket(bucket, new Faults(0.3, 0.3, 2), seed);
        var retrying = new RetryingBucket(faulty, new RetryOptions(30, Duration.ofMillis(1), Duration.ofMillis(2)),
                new BucketMetrics(new PrometheusRegistry(), "test"));

        BlockCatalog catalog = new MetaFetcher(retrying, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT, List.of(),
                metrics).fetch();

        assertThat(catalog.blocks()).hasSize(200);
        assertThat(catalog.unknown()).isEmpty();
        assertThat(faulty.injected()).isPositive();
    }

    private MetaFetcher fetcher(BlockDiscovery discovery, MetaCache cache) {
        return new MetaFetcher(bucket, cache, new MetaFetcher.Options(discovery, 8), List.of(), metrics);
    }

    private double state(String state) {
        return registry.scrape("thanos_blocks_meta_synced"::equals).stream()
                .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
                .filter(point -> state.equals(point.getLabels().get("state")))
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue).sum();
    }

    private void put(String key, String content) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        bucket.put(new ObjectKey(key), new ByteArrayInputStream(bytes), bytes.length);
    }
}
