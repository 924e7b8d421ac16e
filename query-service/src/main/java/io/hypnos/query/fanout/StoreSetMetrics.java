package io.hypnos.query.fanout;

import java.util.List;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What an operator sees of the stores: how many connections there are per kind of store and label sets, and how often a store that was asked
/// had nothing. Many empty answers mean that stores announce more than they have.
public final class StoreSetMetrics {

    private final Gauge connections;
    private final Counter empty;

    public StoreSetMetrics(PrometheusRegistry registry) {
        connections = Gauge.builder().name("thanos_store_nodes_grpc_connections")
                .help("Connections to stores by their external labels and type.")
                .labelNames("external_labels", "store_type").register(registry);
        empty = Counter.builder().name("thanos_proxy_store_empty_stream_responses_total")
                .help("Answers of stores without any series.")
                .register(registry);
    }

    void connections(List<StoreStatus> statuses) {
        connections.clear();
        for (StoreStatus status : statuses) {
            if (status.health().isUp()) {
                String labels = String.join(",",
                        status.store().info().labelSets().stream().map(Object::toString).toList());
                connections.labelValues(labels, status.store().peer().component()).inc();
            }
        }
    }

    void emptyAnswer() {
        empty.inc();
    }
}
