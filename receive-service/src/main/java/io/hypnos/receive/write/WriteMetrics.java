package io.hypnos.receive.write;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How writing goes. Replications are requests that had to be copied; forward requests are the calls to other nodes that this took.
public final class WriteMetrics {

    private static final double[] SECONDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 30};
    private static final double[] SAMPLES = {10, 50, 100, 500, 1000, 5000, 10000};
    private static final double[] SERIES = {10, 50, 100, 500, 1000, 5000, 10000};

    private final Counter replications;
    private final Counter forwards;
    private final Gauge pending;
    private final Histogram forwardDelay;
    private final Histogram series;
    private final Histogram samples;
    private final Counter relabelDropped;
    private final Counter unstored;

    public WriteMetrics(PrometheusRegistry registry) {
        replications = Counter.builder().name("thanos_receive_replications_total")
                .help("The number of replication operations done by the receiver. "
                        + "The success of replication is fulfilled when a quorum is met.")
                .labelNames("result").register(registry);
        forwards = Counter.builder().name("thanos_receive_forward_requests_total")
                .help("The number of forward requests.").labelNames("result")
                .register(registry);
        for (String result : new String[]{"success", "error"}) {
            replications.initLabelValues(result);
            forwards.initLabelValues(result);
        }
        pending = Gauge.builder().name("thanos_receive_pending_write_requests")
                .help("The number of pending write requests.").register(registry);
        forwardDelay = Histogram.builder().name("thanos_receive_forward_delay_seconds")
                .help("The delay between the time the write request was "
                        + "received and the time it was sent to a worker for forwarding.")
                .classicUpperBounds(SECONDS).register(registry);
        series = Histogram.builder().name("thanos_receive_write_timeseries")
                .help("The number of timeseries received in the incoming write requests.")
                .classicUpperBounds(SERIES).labelNames("code", "tenant").register(registry);
        samples = Histogram.builder().name("thanos_receive_write_samples")
                .help("The number of sampled received in the incoming write requests.")
                .classicUpperBounds(SAMPLES).labelNames("code", "tenant").register(registry);
        relabelDropped = Counter.builder().name("hypnos_receive_relabel_dropped_series_total")
                .help("Series that the relabel rules dropped.").register(registry);
        unstored = Counter.builder().name("hypnos_receive_metadata_dropped_total")
                .help("Metric descriptions that came to a node which stores nothing.").register(registry);
    }

    void replicated(boolean success) {
        replications.labelValues(success ? "success" : "error").inc();
    }

    void forwarded(boolean success) {
        forwards.labelValues(success ? "success" : "error").inc();
    }

    void pending(int change) {
        pending.inc(change);
    }

    void waitedToForward(long nanos) {
        forwardDelay.observe(nanos / 1e9);
    }

    /// A request was answered.
    public void answered(int code, String tenant, long seriesCount, long sampleCount) {
        String text = Integer.toString(code);
        series.labelValues(text, tenant).observe(seriesCount);
        samples.labelValues(text, tenant).observe(sampleCount);
    }

    public void relabelDropped(int count) {
        if (count > 0) {
            relabelDropped.inc(count);
        }
    }

    void metadataDropped(int count) {
        unstored.inc(count);
    }
}
