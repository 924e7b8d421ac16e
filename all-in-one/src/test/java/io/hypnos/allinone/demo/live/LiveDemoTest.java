package io.hypnos.allinone.demo.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.proto.remote.v2.Request;
import io.hypnos.proto.remote.v2.TimeSeries;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.labels.Labels;

class LiveDemoTest {

    private static final List<String> TENANTS = List.of("team-a", "team-b", "system");

    private final DemoFleet fleet = new DemoFleet();
    private final Map<String, List<Request>> received = new ConcurrentHashMap<>();
    private final CountDownLatch allTenants = new CountDownLatch(TENANTS.size());
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile String page = "";
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/receive", this::receive);
        server.createContext("/metrics", exchange -> {
            try (exchange) {
                byte[] body = page.getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.parseFrom(Snappy.uncompress(exchange.getRequestBody().readAllBytes()));
            if (refusals.getAndDecrement() > 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            List<Request> ofTenant = received.computeIfAbsent(exchange.getRequestHeaders().getFirst("THANOS-TENANT"),
                    tenant -> new CopyOnWriteArrayList<>());
            ofTenant.add(request);
            if (ofTenant.size() == 1) {
                allTenants.countDown();
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Test
    void writesThreeTenantsAndTriesAgainElsewhere() throws Exception {
        page = "# TYPE thanos_status gauge\nthanos_status{check=\"ready\"} 1\n";
        refusals.set(1);
        int port = server.getAddress().getPort();
        var receiver = URI.create("http://127.0.0.1:" + port + "/api/v1/receive");
        var nobody = URI.create("http://127.0.0.1:1/api/v1/receive");
        try (LiveDemo demo = LiveDemo.start(fleet, List.of(receiver, nobody, receiver),
                List.of(ScrapeTarget.of("thanos-query", "query", port), ScrapeTarget.of("thanos-store", "store", 1)))) {
            assertThat(allTenants.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(received.keySet()).containsExactlyInAnyOrderElementsOf(TENANTS);
            assertThat(demo.statistics().dropped()).isZero();
        }
        Request system = received.get("system").getFirst();
        assertThat(labelsOf(system)).contains(
                Labels.of("__name__", "thanos_status", "check", "ready", "job", "thanos-query", "instance", "query"));
        assertThat(valueOf(system, Labels.of("__name__", "up", "job", "thanos-query", "instance", "query")))
                .isEqualTo(1);
        assertThat(valueOf(system, Labels.of("__name__", "up", "job", "thanos-store", "instance", "store"))).isZero();
        Request team = received.get("team-b").getFirst();
        assertThat(team.getTimeseriesCount()).isEqualTo(fleet.seriesOf("team-b"));
        assertThat(team.getTimeseriesList()).anyMatch(series -> series.getHistogramsCount() > 0
                && series.getExemplarsCount() > 0);
        assertThat(team.getTimeseriesList()).allMatch(series -> series.getMetadata().getHelpRef() > 0);
    }

    @Test
    void endsSeriesThatAreNotOnThePageAnyMore() {
        page = "a 1\nb 2\n";
        try (var source = new ScrapeSource(List.of(ScrapeTarget.of("j", "i", server.getAddress().getPort())))) {
            assertThat(collected(source, 1).get("b")).isEqualTo(2.0);
            page = "a 1\n";
            Map<String, Double> second = collected(source, 2);
            assertThat(StaleMarker.is(second.get("b"))).isTrue();
            assertThat(second).containsEntry("a", 1.0).containsEntry("up", 1.0).containsEntry("scrape_samples_scraped",
                    1.0);
            assertThat(collected(source, 3)).doesNotContainKey("b");
            page = "not a page at all {";
            Map<String, Double> broken = collected(source, 4);
            assertThat(broken).containsEntry("up", 0.0);
            assertThat(StaleMarker.is(broken.get("a"))).isTrue();
        }
    }

    @Test
    void theSecondReplicaIsAwayForTwoMinutesInTen() {
        var source = new FleetSource(fleet, DemoFleet.TEAM_A, "b", true);
        Set<Long> away = new HashSet<>();
        for (long minute = 0; minute < 10; minute++) {
            var batch = new WriteBatch();
            source.collect(600_000L * 2_990_000 + minute * 60_000, batch);
            if (batch.size() == 0) {
                away.add(minute);
            }
        }
        assertThat(away).containsExactlyInAnyOrder(4L, 5L);
    }

    private static Map<String, Double> collected(ScrapeSource source, long millis) {
        var batch = new WriteBatch();
        source.collect(millis, batch);
        Request request;
        try {
            request = Request.parseFrom(batch.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Double> values = new ConcurrentHashMap<>();
        request.getTimeseriesList().forEach(series -> values.put(labels(request, series).metricName(),
                series.getSamples(0).getValue()));
        return values;
    }

    private static List<Labels> labelsOf(Request request) {
        return request.getTimeseriesList().stream().map(series -> labels(request, series)).toList();
    }

    private static double valueOf(Request request, Labels labels) {
        return request.getTimeseriesList().stream().filter(series -> labels(request, series).equals(labels)).findFirst()
                .orElseThrow().getSamples(0).getValue();
    }

    private static Labels labels(Request request, TimeSeries series) {
        var texts = new ArrayList<String>();
        series.getLabelsRefsList().forEach(ref -> texts.add(request.getSymbols(ref)));
        return Labels.of(texts.toArray(String[]::new));
    }
}
