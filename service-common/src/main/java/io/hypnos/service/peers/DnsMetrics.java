package io.hypnos.service.peers;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How looking up peers goes: failures are part of lookups. `…_dns_provider_results` is how many addresses each name gave last.
final class DnsMetrics {

    private final Counter lookups;
    private final Counter failures;
    private final Gauge results;
    private Set<String> shown = Set.of();

    /// @param prefix such as `thanos_query_store_apis`
    DnsMetrics(PrometheusRegistry registry, String prefix) {
        lookups = Counter.builder().name(prefix + "_dns_lookups_total")
                .help("The number of DNS lookups resolutions attempts").register(registry);
        failures = Counter.builder().name(prefix + "_dns_failures_total").help("The number of DNS lookup failures")
                .register(registry);
        results = Gauge.builder().name(prefix + "_dns_provider_results")
                .help("The number of resolved endpoints for each configured address")
                .labelNames("addr").register(registry);
    }

    void lookedUp() {
        lookups.inc();
    }

    void failed() {
        failures.inc();
    }

    void found(String address, int count) {
        results.labelValues(address).set(count);
    }

    /// Forgets the addresses that are no longer configured.
    void keepOnly(Collection<String> addresses) {
        shown.stream().filter(address -> !addresses.contains(address)).forEach(results::remove);
        shown = new HashSet<>(addresses);
    }
}
