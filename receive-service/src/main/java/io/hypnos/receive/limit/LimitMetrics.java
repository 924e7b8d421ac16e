package io.hypnos.receive.limit;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.service.tenancy.TenantId;

/// The limits in force, and how often they bite. A reload that fails is counted in both reload counters' difference: the total counts those
/// that worked, the errors those that did not.
public final class LimitMetrics {

    private final Counter reloads;
    private final Counter reloadErrors;
    private final Gauge requestLimits;
    private final Gauge headSeriesLimit;
    private final Counter headSeriesLimited;
    private final Counter failedQueries;
    private final Counter limitsHit;

    public LimitMetrics(PrometheusRegistry registry) {
        reloads = Counter.builder().name("thanos_receive_limits_config_reload_total")
                .help("How many times the limit configuration was reloaded.")
                .register(registry);
        reloadErrors = Counter.builder().name("thanos_receive_limits_config_reload_err_total")
                .help("How many times the limit configuration failed to reload.").register(registry);
        requestLimits = Gauge.builder().name("thanos_receive_write_limits").help("The configured write limits.")
                .labelNames("tenant", "limit")
                .register(registry);
        headSeriesLimit = Gauge.builder().name("thanos_receive_head_series_limit")
                .help("The configured limit for active (head) series of tenants.").labelNames("tenant", "defaultTenant")
                .register(registry);
        headSeriesLimited = Counter.builder().name("thanos_receive_head_series_limited_requests_total")
                .help("The total number of remote write requests that have been dropped due to active series limiting.")
                .labelNames("tenant")
                .register(registry);
        failedQueries = Counter.builder().name("thanos_receive_metamonitoring_failed_queries_total")
                .help("The total number of meta-monitoring queries that failed while limiting.").register(registry);
        limitsHit = Counter.builder().name("thanos_receive_write_limits_hit_total")
                .help("The number of times a request was refused because of a limit.").labelNames("tenant", "limit")
                .register(registry);
    }

    void reloaded(WriteLimits limits) {
        reloads.inc();
        show(limits);
    }

    void reloadFailed() {
        reloadErrors.inc();
    }

    void show(WriteLimits limits) {
        requestLimits.clear();
        headSeriesLimit.clear();
        show("", limits.byDefault());
        limits.byTenant().forEach((tenant, own) -> show(tenant.value(), own));
    }

    private void show(String tenant, TenantLimits limits) {
        requestLimits.labelValues(tenant, "body_size").set(limits.bytes());
        requestLimits.labelValues(tenant, "series").set(limits.series());
        requestLimits.labelValues(tenant, "samples").set(limits.samples());
        headSeriesLimit.labelValues(tenant, Boolean.toString(tenant.isEmpty())).set(limits.headSeries());
    }

    /// A request was refused because of the named limit.
    public void hit(TenantId tenant, String limit) {
        limitsHit.labelValues(tenant.value(), limit).inc();
    }

    /// A request was refused because its tenant has too many series.
    public void headSeriesLimited(TenantId tenant) {
        headSeriesLimited.labelValues(tenant.value()).inc();
    }

    void queryFailed() {
        failedQueries.inc();
    }
}
