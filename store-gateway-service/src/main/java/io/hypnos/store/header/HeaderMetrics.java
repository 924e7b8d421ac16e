package io.hypnos.store.header;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How index headers come and go. Loads minus unloads are those that are open now.
public final class HeaderMetrics {

    private static final double[] DOWNLOAD_SECONDS = {0.1, 0.2, 0.5, 1, 2, 5, 15, 30, 60, 90, 120, 300};
    private static final double[] LOAD_SECONDS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 30, 60, 90, 120, 300};

    private final DistributionDataPoint downloads;
    private final DistributionDataPoint loads;
    private final CounterDataPoint loaded;
    private final CounterDataPoint failed;
    private final CounterDataPoint unloaded;

    public HeaderMetrics(PrometheusRegistry registry) {
        downloads = Histogram.builder().name("thanos_bucket_store_indexheader_download_duration_seconds")
                .help("Duration of building an index header from the bucket.").classicUpperBounds(DOWNLOAD_SECONDS)
                .register(registry);
        loads = Histogram.builder().name("thanos_bucket_store_indexheader_lazy_load_duration_seconds")
                .help("Duration of opening an index header.").classicUpperBounds(LOAD_SECONDS).register(registry);
        loaded = Counter.builder().name("thanos_bucket_store_indexheader_lazy_load_total")
                .help("Total number of index headers that were opened.").register(registry);
        failed = Counter.builder().name("thanos_bucket_store_indexheader_lazy_load_failed_total")
                .help("Total number of index headers that could not be opened.").register(registry);
        unloaded = Counter.builder().name("thanos_bucket_store_indexheader_lazy_unload_total")
                .help("Total number of index headers that were closed.").register(registry);
    }

    void built(double seconds) {
        downloads.observe(seconds);
    }

    void opened(double seconds) {
        loaded.inc();
        loads.observe(seconds);
    }

    void openFailed() {
        failed.inc();
    }

    void closed() {
        unloaded.inc();
    }
}
