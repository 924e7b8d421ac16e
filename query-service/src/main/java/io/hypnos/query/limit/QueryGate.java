package io.hypnos.query.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryAbortedException.Reason;

/// Lets a limited number of queries run at once; the others wait in the order in which they came, no longer than they may run.
public final class QueryGate {

    private static final double NANOS = 1e9;

    private final Semaphore places;
    private final Gauge inFlight;
    private final Counter total;
    private final Histogram waited;

    public QueryGate(int size, PrometheusRegistry registry) {
        this.places = new Semaphore(Math.max(1, size), true);
        Gauge.builder().name("thanos_query_concurrent_gate_queries_max").help("Queries that may run at once.")
                .register(registry).set(size);
        this.inFlight = Gauge.builder().name("thanos_query_concurrent_gate_queries_in_flight")
                .help("Queries that are running.")
                .register(registry);
        this.total = Counter.builder().name("thanos_query_concurrent_gate_queries_total")
                .help("Queries that came to the gate.")
                .register(registry);
        this.waited = Histogram.builder().name("thanos_query_concurrent_gate_duration_seconds")
                .help("Time that queries waited for their turn.")
                .classicUpperBounds(0.01, 0.1, 0.3, 0.6, 1, 3, 6, 9, 20, 30, 60, 90, 120).register(registry);
    }

    /// Waits for a place; the returned one must be closed.
    ///
    /// @throws QueryAbortedException when the query's time is up first, or its client is gone
    public Place enter(RunningQuery query) {
        total.inc();
        long begun = System.nanoTime();
        try {
            if (!places.tryAcquire(query.deadlineNanos() - begun, TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryAbortedException(Reason.CANCELED, "query was canceled in query queue");
        } catch (TimeoutException e) {
            throw new QueryAbortedException(Reason.TIMEOUT, "query timed out in query queue");
        } finally {
            waited.observe((System.nanoTime() - begun) / NANOS);
        }
        inFlight.inc();
        return new Place((System.nanoTime() - begun) / NANOS);
    }

    /// The right to run.
    public final class Place implements AutoCloseable {
        private final double waitedSeconds;

        private Place(double waitedSeconds) {
            this.waitedSeconds = waitedSeconds;
        }

        public double waitedSeconds() {
            return waitedSeconds;
        }

        @Override
        public void close() {
            inFlight.dec();
            places.release();
        }
    }
}
