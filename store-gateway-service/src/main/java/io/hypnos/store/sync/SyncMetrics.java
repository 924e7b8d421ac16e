package io.hypnos.store.sync;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How blocks come and go. `…_block_loads_total` minus `…_block_load_failures_total` minus `…_block_drops_total` is what is loaded. A load that
/// failed is tried again at every look; a block that stays broken makes the failures grow.
public final class SyncMetrics {

    private static final double[] SECONDS = {0.1, 0.2, 0.5, 1, 2, 5, 15, 30, 60, 90, 120, 300};

    private final CounterDataPoint loads;
    private final CounterDataPoint loadFailures;
    private final CounterDataPoint drops;
    private final CounterDataPoint dropFailures;
    private final GaugeDataPoint loaded;
    private final GaugeDataPoint lastLoaded;
    private final DistributionDataPoint loadSeconds;

    public SyncMetrics(PrometheusRegistry registry) {
        loads = counter("thanos_bucket_store_block_loads_total", "Total number of block loading attempts.", registry);
        loadFailures = counter("thanos_bucket_store_block_load_failures_total",
                "Total number of block loading attempts that failed.", registry);
        drops = counter("thanos_bucket_store_block_drops_total", "Total number of blocks that were dropped.",
                registry);
        dropFailures = counter("thanos_bucket_store_block_drop_failures_total",
                "Total number of dropped blocks whose local files could not be removed.", registry);
        loaded = Gauge.builder().name("thanos_bucket_store_blocks_loaded").help("Number of blocks that are served.")
                .register(registry);
        lastLoaded = Gauge.builder().name("thanos_bucket_store_blocks_last_loaded_timestamp_seconds")
                .help("When blocks were brought up to date last.").register(registry);
        loadSeconds = Histogram.builder().name("thanos_bucket_store_block_load_duration_seconds")
                .help("Duration of loading one block.").classicUpperBounds(SECONDS).register(registry);
    }

    private static CounterDataPoint counter(String name, String help, PrometheusRegistry registry) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    void loaded(double seconds) {
        loads.inc();
        loadSeconds.observe(seconds);
    }

    void loadFailed() {
        loads.inc();
        loadFailures.inc();
    }

    void dropped() {
        drops.inc();
    }

    void dropFailed() {
        dropFailures.inc();
    }

    void serving(int blocks, long epochMillis) {
        loaded.set(blocks);
        lastLoaded.set(epochMillis / 1e3);
    }
}
