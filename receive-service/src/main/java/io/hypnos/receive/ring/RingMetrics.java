package io.hypnos.receive.ring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The hashring file as it is in force. `thanos_receive_config_hash` is what the receive-controller exposes of the file it wrote, so that the
/// two can be compared.
public final class RingMetrics {

    private static final int HASH_BYTES = 6;

    private final Counter changes;
    private final Counter errors;
    private final Counter refreshes;
    private final Gauge hash;
    private final Gauge successful;
    private final Gauge successTime;
    private final Gauge nodes;
    private final Gauge tenants;
    private final Gauge replicationFactor;
    private final Gauge ringReplicationFactor;

    public RingMetrics(PrometheusRegistry registry, int defaultReplicationFactor) {
        changes = Counter.builder().name("thanos_receive_hashrings_file_changes_total")
                .help("The number of times the hashrings configuration file has changed.")
                .register(registry);
        errors = Counter.builder().name("thanos_receive_hashrings_file_errors_total")
                .help("The number of errors watching the hashrings configuration file.")
                .register(registry);
        refreshes = Counter.builder().name("thanos_receive_hashrings_file_refreshes_total")
                .help("The number of refreshes of the hashrings configuration file.").register(registry);
        hash = gauge(registry, "thanos_receive_config_hash",
                "Hash of the currently loaded hashring configuration file.");
        successful = gauge(registry, "thanos_receive_config_last_reload_successful",
                "Whether the last hashring configuration file reload attempt was successful.");
        successTime = gauge(registry, "thanos_receive_config_last_reload_success_timestamp_seconds",
                "Timestamp of the last successful hashring configuration file reload.");
        nodes = Gauge.builder().name("thanos_receive_hashring_nodes").help("The number of nodes per hashring.")
                .labelNames("name").register(registry);
        tenants = Gauge.builder().name("thanos_receive_hashring_tenants").help("The number of tenants per hashring.")
                .labelNames("name").register(registry);
        replicationFactor = gauge(registry, "thanos_receive_replication_factor",
                "The number of times to replicate incoming write requests.");
        replicationFactor.set(defaultReplicationFactor);
        ringReplicationFactor = Gauge.builder().name("hypnos_receive_hashring_replication_factor")
                .help("The number of times to replicate writes of tenants of a hashring.").labelNames("name")
                .register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    void refreshed() {
        refreshes.inc();
    }

    void failed() {
        errors.inc();
        successful.set(0);
    }

    void loaded(Hashrings rings, byte[] file, boolean changed) {
        if (changed) {
            changes.inc();
        }
        successful.set(1);
        successTime.set(System.currentTimeMillis() / 1e3);
        hash.set(hashOf(file));
        nodes.clear();
        tenants.clear();
        ringReplicationFactor.clear();
        for (Ring ring : rings.rings()) {
            nodes.labelValues(ring.name()).set(ring.nodes().size());
            tenants.labelValues(ring.name()).set(switch (ring.tenants()) {
                case TenantMatcher.Exact exact -> exact.tenants().size();
                case TenantMatcher.Patterns patterns -> patterns.patterns().size();
                case TenantMatcher.Any any -> 0;
                case TenantMatcher.None none -> 0;
            });
            ringReplicationFactor.labelValues(ring.name()).set(ring.replicationFactor());
        }
    }

    /// The first six bytes of the file's MD5, as a little-endian number.
    static double hashOf(byte[] file) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(file);
            long number = 0;
            for (int i = HASH_BYTES - 1; i >= 0; i--) {
                number = number << 8 | digest[i] & 0xFF;
            }
            return number;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
