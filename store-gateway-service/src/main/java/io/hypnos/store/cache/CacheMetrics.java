package io.hypnos.store.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How well the index cache does: hits over requests. Items that were evicted soon after they were added mean that it is too small; overflowed
/// ones were larger than one item may be.
public final class CacheMetrics {

    private static final String TENANT = "default-tenant";

    private final Map<ItemKind, OfKind> kinds = new EnumMap<>(ItemKind.class);

    /// The figures of one kind of item.
    private record OfKind(CounterDataPoint requests, CounterDataPoint hits, CounterDataPoint added,
            CounterDataPoint evicted, CounterDataPoint overflowed, LongAdder items, LongAdder bytes) {}

    public CacheMetrics(PrometheusRegistry registry, CacheOptions options) {
        Counter requests = counter("requests_total", "Total number of items that were asked for.", registry, "tenant");
        Counter hits = counter("hits_total", "Total number of items that were found.", registry, "tenant");
        Counter added = counter("items_added_total", "Total number of items that were added.", registry);
        Counter evicted = counter("items_evicted_total", "Total number of items that were evicted.", registry);
        Counter overflowed = counter("items_overflowed_total",
                "Total number of items that could not be added because they are too large.", registry);
        for (ItemKind kind : ItemKind.values()) {
            kinds.put(kind, new OfKind(requests.labelValues(kind.label(), TENANT),
                    hits.labelValues(kind.label(), TENANT), added.labelValues(kind.label()),
                    evicted.labelValues(kind.label()), overflowed.labelValues(kind.label()), new LongAdder(),
                    new LongAdder()));
        }
        gauge("items", "Number of items in the cache.", registry, kind -> kind.items().sum());
        gauge("items_size_bytes", "Bytes of the items in the cache.", registry, kind -> kind.bytes().sum());
        gauge("total_size_bytes", "Bytes of the items in the cache, with their keys.", registry,
                kind -> kind.bytes().sum());
        Gauge.builder().name("thanos_store_index_cache_max_size_bytes").help("Most bytes of all items together.")
                .register(registry).set(options.maxBytes());
        Gauge.builder().name("thanos_store_index_cache_max_item_size_bytes").help("Most bytes of one item.")
                .register(registry).set(options.maxItemBytes());
    }

    private static Counter counter(String name, String help, PrometheusRegistry registry, String... more) {
        String[] labels = new String[more.length + 1];
        labels[0] = "item_type";
        System.arraycopy(more, 0, labels, 1, more.length);
        return Counter.builder().name("thanos_store_index_cache_" + name).help(help).labelNames(labels)
                .register(registry);
    }

    private void gauge(String name, String help, PrometheusRegistry registry, Function<OfKind, Long> value) {
        GaugeWithCallback.builder().name("thanos_store_index_cache_" + name).help(help).labelNames("item_type")
                .callback(gauge -> kinds.forEach((kind, of) -> gauge.call(value.apply(of), kind.label())))
                .register(registry);
    }

    private OfKind of(ItemKind kind) {
        OfKind known = kinds.get(kind);
        if (known == null) {
            throw new IllegalStateException("no figures of " + kind);
        }
        return known;
    }

    void asked(ItemKind kind, boolean found) {
        of(kind).requests().inc();
        if (found) {
            of(kind).hits().inc();
        }
    }

    void added(ItemKind kind, long bytes) {
        of(kind).added().inc();
        of(kind).items().increment();
        of(kind).bytes().add(bytes);
    }

    void removed(ItemKind kind, long bytes, boolean evicted) {
        of(kind).items().decrement();
        of(kind).bytes().add(-bytes);
        if (evicted) {
            of(kind).evicted().inc();
        }
    }

    void overflowed(ItemKind kind) {
        of(kind).overflowed().inc();
    }
}
