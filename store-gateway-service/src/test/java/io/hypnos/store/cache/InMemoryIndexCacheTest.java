package io.hypnos.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import org.junit.jupiter.api.Test;

import io.hypnos.series.labels.Matcher;
import io.hypnos.service.config.ConfigException;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.Postings;

class InMemoryIndexCacheTest {

    private static final Ulid BLOCK = new Ulid(1, 1);
    private static final Ulid OTHER = new Ulid(1, 2);

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private IndexCache cache(CacheOptions options) {
        return new InMemoryIndexCache(options, new CacheMetrics(registry, options));
    }

    @Test
    void findsWhatItKeeps() {
        IndexCache cache = cache(CacheOptions.of(1 << 20));
        var matchers = List.of(Matcher.equal("a", "b"));
        cache.keepPostings(BLOCK, 8, Postings.of(1, 2, 3));
        cache.keepSelection(BLOCK, matchers, Postings.of(2));
        cache.keepSeries(BLOCK, 2, new byte[]{7});

        assertThat(cache.postings(BLOCK, 8)).isEqualTo(Postings.of(1, 2, 3));
        assertThat(cache.postings(OTHER, 8)).isNull();
        assertThat(cache.postings(BLOCK, 9)).isNull();
        assertThat(cache.selection(BLOCK, List.of(Matcher.equal("a", "b")))).isEqualTo(Postings.of(2));
        assertThat(cache.selection(BLOCK, List.of(Matcher.equal("a", "c")))).isNull();
        assertThat(cache.series(BLOCK, 2)).containsExactly(7);
        assertThat(cache.series(BLOCK, 3)).isNull();
        assertThat(counter("requests", "Postings")).isEqualTo(3);
        assertThat(counter("hits", "Postings")).isEqualTo(1);
        assertThat(counter("hits", "ExpandedPostings")).isEqualTo(1);
        assertThat(counter("hits", "Series")).isEqualTo(1);
    }

    @Test
    void keepsNoMoreBytesThanItMay() {
        IndexCache cache = cache(CacheOptions.of(100_000));
        for (int i = 0; i < 10_000; i++) {
            cache.keepSeries(BLOCK, i, new byte[100]);
            cache.keepPostings(BLOCK, i, Postings.of(IntStream.range(0, 50).toArray()));
        }

        assertThat(gauge("items_size_bytes", "Series") + gauge("items_size_bytes", "Postings"))
                .isBetween(50_000.0, 100_000.0);
        assertThat(counter("items_added", "Series")).isEqualTo(10_000);
        assertThat(counter("items_added", "Series") - counter("items_evicted", "Series"))
                .isEqualTo(gauge("items", "Series"));
    }

    @Test
    void refusesItemsThatAreTooLarge() {
        IndexCache cache = cache(new CacheOptions(100_000, 1000, Set.of(ItemKind.values()), Duration.ZERO));
        cache.keepSeries(BLOCK, 1, new byte[2000]);

        assertThat(cache.series(BLOCK, 1)).isNull();
        assertThat(counter("items_overflowed", "Series")).isEqualTo(1);
    }

    @Test
    void keepsOnlyTheKindsThatAreEnabled() {
        IndexCache cache = cache(CacheOptions.parse(config("{type: IN-MEMORY, enabled_items: [Postings]}")));
        cache.keepSeries(BLOCK, 1, new byte[1]);
        cache.keepPostings(BLOCK, 1, Postings.of(1));

        assertThat(cache.series(BLOCK, 1)).isNull();
        assertThat(cache.postings(BLOCK, 1)).isNotNull();
    }

    @Test
    void readsThanosConfiguration() {
        CacheOptions options = CacheOptions.parse(config(
                "{type: in-memory, config: {max_size: 1GB, max_item_size: 4MiB}, enabled_items: [], ttl: 1h}"));

        assertThat(options.maxBytes()).isEqualTo(1 << 30);
        assertThat(options.maxItemBytes()).isEqualTo(4 << 20);
        assertThat(options.kinds()).containsExactlyInAnyOrder(ItemKind.values());
        assertThat(options.lifetime()).hasHours(1);
        assertThat(CacheOptions.parse(config("{type: IN-MEMORY, config: {max_size: 0, max_item_size: 0}}")))
                .isEqualTo(CacheOptions.of(250 << 20));
        assertThatThrownBy(() -> CacheOptions.parse(config("{type: IN-MEMORY, config: {maxsize: 1GB}}")))
                .isInstanceOf(ConfigException.class).hasMessageContaining("maxsize").hasMessageContaining("max_size");
        assertThatThrownBy(() -> CacheOptions.parse(config("{type: IN-MEMORY, config: {max_size: lots}}")))
                .hasMessageContaining("not a size");
    }

    private static ConfigText config(String text) {
        return new ConfigText("--index-cache.config", text, null);
    }

    private double counter(String name, String kind) {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals("thanos_store_index_cache_" + name))
                .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
                .filter(point -> kind.equals(point.getLabels().get("item_type"))).findFirst().orElseThrow().getValue();
    }

    private double gauge(String name, String kind) {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals("thanos_store_index_cache_" + name))
                .flatMap(metric -> ((GaugeSnapshot) metric).getDataPoints().stream())
                .filter(point -> kind.equals(point.getLabels().get("item_type"))).findFirst().orElseThrow().getValue();
    }
}
