package io.hypnos.store.select;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryContext;

/// Lets a number of Series calls run at once; the others wait their turn, as long as their clients do.
public final class RequestGate {

    private static final double[] SECONDS = {0.01, 0.1, 0.3, 0.6, 1, 2, 3, 6, 9, 20, 30, 60, 90, 120, 240, 360, 720};
    private static final long LOOK_MILLIS = 50;

    private final Semaphore places;
    private final int max;
    private final DistributionDataPoint waited;
    private final CounterDataPoint entered;

    public RequestGate(int max, PrometheusRegistry registry) {
        this.places = new Semaphore(max, true);
        this.max = max;
        Gauge.builder().name("thanos_bucket_store_series_gate_queries_max")
                .help("Maximum number of concurrent queries.").register(registry).set(max);
        GaugeWithCallback.builder().name("thanos_bucket_store_series_gate_queries_in_flight")
                .help("Number of queries that are currently in flight.")
                .callback(gauge -> gauge.call(running())).register(registry);
        waited = Histogram.builder().name("thanos_bucket_store_series_gate_queries_duration_seconds")
                .help("How many seconds it took for queries to wait at the gate.").classicUpperBounds(SECONDS)
                .register(registry);
        entered = Counter.builder().name("thanos_bucket_store_series_gate_queries_total")
                .help("Total number of queries that went through the gate.").register(registry);
    }

    /// Waits for a place.
    ///
    /// @throws QueryAbortedException when the request ends first
    Pass enter(QueryContext context) {
        long start = System.nanoTime();
        try {
            context.check();
            while (!places.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                context.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "interrupted at the gate");
        } finally {
            waited.observe((System.nanoTime() - start) / 1e9);
        }
        entered.inc();
        return new Pass();
    }

    int running() {
        return max - places.availablePermits();
    }

    /// A place, for one request.
    final class Pass implements AutoCloseable {

        private boolean over;

        @Override
        public void close() {
            if (!over) {
                over = true;
                places.release();
            }
        }
    }
}
