package io.hypnos.acceptance.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;

import io.hypnos.service.metrics.MetricsPage;

/// An application with metrics of every kind, for a Prometheus to scrape. Each scrape moves it on by one step of a seeded random walk; on the way a
/// series goes away, one comes, and a counter starts over.
public final class ScrapedApplication implements AutoCloseable {

    /// Text that needs escaping wherever labels are written.
    public static final String ODD_TEXT = "naïve \"quoted\" \\ back\nnew line";

    private static final int CHANGE_EVERY = 20;
    private static final List<String> PATHS = List.of("/", "/api/v1/query", "/login");
    private static final List<String> CODES = List.of("200", "404", "500");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder().name("app_requests_total").help("Requests answered.")
            .labelNames("path", "code").register(registry);
    private final Counter restarts = Counter.builder().name("app_jobs_total").help("Jobs done since the last restart.")
            .labelNames("queue").register(registry);
    private final Gauge temperature = Gauge.builder().name("app_temperature_celsius").help("How warm it is.")
            .labelNames("room").register(registry);
    private final Gauge sessions = Gauge.builder().name("app_sessions").help("Who is there.").labelNames("user")
            .register(registry);
    private final Gauge oddValues = Gauge.builder().name("app_odd_value").help("Values that are no ordinary numbers.")
            .labelNames("kind").register(registry);
    private final Histogram latency = Histogram.builder().name("app_latency_seconds").help("Time to answer.")
            .labelNames("path").nativeOnly().nativeInitialSchema(3).register(registry);
    private final Histogram waiting = Histogram.builder().name("app_waiting_seconds").help("Time before the answer.")
            .labelNames("path").classicOnly().classicUpperBounds(0.01, 0.05, 0.1, 0.5, 1, 5).register(registry);
    private final Summary size = Summary.builder().name("app_response_bytes").help("Size of answers.").quantile(0.5)
            .quantile(0.99).labelNames("path").register(registry);

    private final MetricsPage page = new MetricsPage(registry);
    private final SplittableRandom random = new SplittableRandom(42);
    private final HttpServer server;
    @GuardedBy("this")
    private int scrapes;

    public ScrapedApplication() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", this::answer);
        server.start();
    }

    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public synchronized int scrapes() {
        return scrapes;
    }

    /// Scrapes after which everything that happens has happened at least once.
    public static int wholeStory() {
        return 4 * CHANGE_EVERY;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        step();
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        exchange.getResponseHeaders().set("Content-Type", page.contentType(accept));
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            page.write(accept, out);
        }
    }

    @GuardedBy("this")
    private void step() {
        scrapes++;
        for (String path : PATHS) {
            for (String code : CODES) {
                requests.labelValues(path, code).incWithExemplar(random.nextInt(20), trace());
            }
            for (int i = 0; i < 5; i++) {
                latency.labelValues(path).observe(Math.exp(random.nextDouble(-6, 2)));
                waiting.labelValues(path).observeWithExemplar(Math.exp(random.nextDouble(-6, 2)), trace());
                size.labelValues(path).observe(random.nextInt(10_000));
            }
        }
        temperature.labelValues("kitchen").set(20 + Math.sin(scrapes / 5.0) * 5);
        temperature.labelValues(ODD_TEXT).set(-random.nextDouble() * 1e-9);
        temperature.labelValues("oven").set(scrapes * 1e20);
        oddValues.labelValues("infinite").set(scrapes % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        oddValues.labelValues("none").set(Double.NaN);
        restarts.labelValues("mail").inc(random.nextInt(1, 10));
        if (scrapes % CHANGE_EVERY == 0) {
            restarts.clear();
            restarts.labelValues("mail").inc(1);
        }
        if (scrapes < 3 * CHANGE_EVERY) {
            sessions.labelValues("leaves").set(scrapes);
        } else {
            sessions.remove("leaves");
            sessions.labelValues("comes").set(scrapes);
        }
    }

    private Labels trace() {
        return Labels.of("trace_id", Long.toHexString(random.nextLong()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
