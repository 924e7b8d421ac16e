package io.hypnos.objstore.block;

import java.util.Map;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How looking at the bucket goes. `thanos_blocks_meta_synced{state}` is about the last look: `loaded` are in use; watch `failed`,
/// `corrupted-meta-json` and, when it stays, `no-meta-json`.
public final class MetaFetchMetrics {

    private static final double[] SECONDS = {0.01, 1, 10, 100, 300, 600, 1000};

    private static final String REPLICA_LABEL_REMOVED = "replica-label-removed";

    private final CounterDataPoint syncs;
    private final CounterDataPoint failures;
    private final DistributionDataPoint seconds;
    private final Gauge synced;
    private final Gauge modified;

    public MetaFetchMetrics(PrometheusRegistry registry) {
        syncs = Counter.builder().name("thanos_blocks_meta_syncs_total")
                .help("Total blocks metadata synchronization attempts.").register(registry);
        failures = Counter.builder().name("thanos_blocks_meta_sync_failures_total")
                .help("Total blocks metadata synchronization failures.").register(registry);
        seconds = Histogram.builder().name("thanos_blocks_meta_sync_duration_seconds")
                .help("Duration of the blocks metadata synchronization in seconds.").classicUpperBounds(SECONDS)
                .register(registry);
        synced = Gauge.builder().name("thanos_blocks_meta_synced")
                .help("Number of block metadata synced, by what became of them.").labelNames("state")
                .register(registry);
        modified = Gauge.builder().name("thanos_blocks_meta_modified")
                .help("Number of blocks whose metadata changed in memory, by the change.").labelNames("modified")
                .register(registry);
        for (MetaState state : MetaState.values()) {
            synced.initLabelValues(state.label());
        }
        modified.initLabelValues(REPLICA_LABEL_REMOVED);
    }

    void begun() {
        syncs.inc();
    }

    void failed() {
        failures.inc();
    }

    void finished(double elapsedSeconds, Map<MetaState, Integer> states, int replicaLabelsRemoved) {
        seconds.observe(elapsedSeconds);
        for (MetaState state : MetaState.values()) {
            synced.labelValues(state.label()).set(states.getOrDefault(state, 0));
        }
        modified.labelValues(REPLICA_LABEL_REMOVED).set(replicaLabelsRemoved);
    }
}
