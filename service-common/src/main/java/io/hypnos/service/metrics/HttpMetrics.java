package io.hypnos.service.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What happens to HTTP requests, by handler. `http_requests_total` equals the count of `http_request_duration_seconds` by label; what is in
/// `http_inflight_requests` has not reached either.
public final class HttpMetrics {

    private static final double[] BYTES = {100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private final boolean byTenant;
    private final Counter requests;
    private final Histogram duration;
    private final Histogram requestSize;
    private final Histogram responseSize;
    private final Gauge inFlight;

    private HttpMetrics(PrometheusRegistry registry, boolean byTenant) {
        this.byTenant = byTenant;
        var names = new ArrayList<>(List.of("code", "handler", "method"));
        if (byTenant) {
            names.add("tenant");
        }
        String[] labels = names.toArray(String[]::new);
        requests = Counter.builder().name("http_requests_total").help("Tracks the number of HTTP requests.")
                .labelNames(labels).register(registry);
        duration = Histogram.builder().name("http_request_duration_seconds")
                .help("Tracks the latencies for HTTP requests.")
                .classicUpperBounds(LatencyBuckets.seconds()).labelNames(labels).register(registry);
        requestSize = Histogram.builder().name("http_request_size_bytes").help("Tracks the size of HTTP requests.")
                .classicUpperBounds(BYTES).labelNames(labels).register(registry);
        responseSize = Histogram.builder().name("http_response_size_bytes").help("Tracks the size of HTTP responses.")
                .classicUpperBounds(BYTES).labelNames(labels).register(registry);
        inFlight = Gauge.builder().name("http_inflight_requests")
                .help("Current number of HTTP requests the handler is responding to.")
                .labelNames("handler", "method").register(registry);
    }

    public static HttpMetrics of(PrometheusRegistry registry) {
        return new HttpMetrics(registry, false);
    }

    /// With a `tenant` label besides the others, as Thanos' receive has it.
    public static HttpMetrics byTenant(PrometheusRegistry registry) {
        return new HttpMetrics(registry, true);
    }

    /// Makes the series of a handler exist before its first request, so that alerts have a zero to start from.
    public void announce(String handler, String method) {
        inFlight.labelValues(handler, method);
        String[] labels = labels("200", handler, method, "");
        requests.initLabelValues(labels);
        duration.initLabelValues(labels);
    }

    /// A request has come; it must be ended by [Measured#end].
    public Measured begin(String handler, String method) {
        inFlight.labelValues(handler, method).inc();
        return new Measured(handler, method, System.nanoTime());
    }

    private String[] labels(String code, String handler, String method, String tenant) {
        String lower = method.toLowerCase(Locale.ROOT);
        return byTenant ? new String[]{code, handler, lower, tenant} : new String[]{code, handler, lower};
    }

    /// One request under measurement.
    public final class Measured {
        private final String handler;
        private final String method;
        private final long start;

        private Measured(String handler, String method, long start) {
            this.handler = handler;
            this.method = method;
            this.start = start;
        }

        public void end(int code, long requestBytes, long responseBytes) {
            end(code, requestBytes, responseBytes, "");
        }

        /// @param tenant ignored where tenants are not told apart
        public void end(int code, long requestBytes, long responseBytes, String tenant) {
            String[] labels = labels(Integer.toString(code), handler, method, tenant);
            inFlight.labelValues(handler, method).dec();
            requests.labelValues(labels).inc();
            duration.labelValues(labels).observe((System.nanoTime() - start) / 1e9);
            requestSize.labelValues(labels).observe(requestBytes);
            responseSize.labelValues(labels).observe(responseBytes);
        }
    }
}
