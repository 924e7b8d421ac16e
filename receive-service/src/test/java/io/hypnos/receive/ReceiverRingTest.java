package io.hypnos.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.receive.tenant.StoredSamples;
import io.hypnos.receive.tenant.TenantTsdb;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.wire.Requests;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.FreePort;
import io.hypnos.service.tenancy.TenantId;

/// Three receivers over real gRPC that share a hashring file.
class ReceiverRingTest {

    private static final long NOW = Clock.systemUTC().millis();
    private static final int SERIES = 60;

    @TempDir
    private Path directory;
    private final int[] ports = {FreePort.next(), FreePort.next(), FreePort.next()};
    private final TestReceiver[] nodes = new TestReceiver[3];

    @BeforeEach
    void start() throws IOException {
        rings("""
                {"hashring": "default", "endpoints": [%s], "replication_factor": 3}""".formatted(endpoints(0, 1, 2)));
        for (int node = 0; node < 3; node++) {
            start(node);
        }
        for (TestReceiver node : nodes) {
            node.awaitReady();
        }
    }

    @AfterEach
    void stop() {
        for (TestReceiver node : nodes) {
            node.close();
        }
    }

    private void start(int node) {
        nodes[node] = TestReceiver.start("--tsdb.path=" + directory.resolve("data-" + node),
                "--grpc-address=127.0.0.1:" + ports[node],
                "--receive.local-endpoint=127.0.0.1:" + ports[node],
                "--receive.hashrings-file=" + directory.resolve("hashrings.json"),
                "--receive-forward-timeout=20s", "--receive-forward-max-backoff=200ms");
    }

    private String endpoints(int... wanted) {
        return Arrays.stream(wanted).mapToObj(node -> "\"127.0.0.1:" + ports[node] + "\"")
                .collect(Collectors.joining(", "));
    }

    private void rings(String... rings) throws IOException {
        Files.writeString(directory.resolve("hashrings.json"), "[" + String.join(",", rings) + "]");
    }

    private static TimeSeries.Builder[] series(long time) {
        return IntStream.range(0, SERIES).mapToObj(i -> Requests.series(time, i, "__name__", "up", "instance", "i" + i))
                .toArray(TimeSeries.Builder[]::new);
    }

    private Map<Labels, List<String>> stored(int node, String tenant) {
        return nodes[node].role().bean(TenantTsdbs.class).find(new TenantId(tenant)).map(TenantTsdb::tsdb)
                .map(StoredSamples::of).orElse(Map.of());
    }

    private int samples(int node, String tenant) {
        return stored(node, tenant).values().stream().mapToInt(List::size).sum();
    }

    /// Copies may arrive after the answer.
    private void awaitSamples(int node, String tenant, int count) {
        for (long end = System.nanoTime() + 60_000_000_000L; samples(node, tenant) != count;) {
            assertThat(System.nanoTime()).as("node %d has %d of %d samples", node, samples(node, tenant), count)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /// Each write waits for the copies of the one before: a late copy beside newer samples is out of order.
    @Test
    void storesEverySeriesOnEveryNodeWhicheverTakesIt() {
        for (int node = 0; node < 3; node++) {
            assertThat(nodes[node].write("team-a", series(NOW + node)).statusCode()).isEqualTo(204);
            for (int copy = 0; copy < 3; copy++) {
                awaitSamples(copy, "team-a", (node + 1) * SERIES);
            }
        }
        assertThat(stored(1, "team-a")).isEqualTo(stored(0, "team-a")).isEqualTo(stored(2, "team-a"));
        assertThat(nodes[0].metric("thanos_receive_replications_total", "success")).isEqualTo(1);
        assertThat(nodes[0].metric("thanos_receive_forward_requests_total", "success")).isPositive();
    }

    @Test
    void goesOnWithoutOneNodeAndNotWithoutTwo() {
        nodes[2].close();
        for (int i = 0; i < 5; i++) {
            var answer = nodes[i % 2].write("team-a", series(NOW + i));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
        awaitSamples(0, "team-a", 5 * SERIES);
        awaitSamples(1, "team-a", 5 * SERIES);
        nodes[1].close();
        var refused = nodes[0].write("team-a", series(NOW + 10));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).startsWith("write quorum not reached: 1 of 2 required (")
                .contains("127.0.0.1:" + ports[1] + ": connection refused")
                .contains("127.0.0.1:" + ports[2] + ": connection refused");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(nodes[0].metric("thanos_receive_replications_total", "error")).isEqualTo(1);
        start(1);
        nodes[1].awaitReady();
        for (long end = System.nanoTime() + 60_000_000_000L; nodes[0].write("team-a", series(NOW + 10))
                .statusCode() != 204;) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        awaitSamples(1, "team-a", 6 * SERIES);
    }

    @Test
    void answersConflictsOfAQuorumAsConflicts() {
        assertThat(nodes[0].write("team-a", series(NOW)).statusCode()).isEqualTo(204);
        for (int node = 0; node < 3; node++) {
            awaitSamples(node, "team-a", SERIES);
        }
        var other = nodes[1].write("team-a", Requests.series(NOW, 99, "__name__", "up", "instance", "i0"),
                Requests.series(NOW, 1, "__name__", "good"));
        assertThat(other.statusCode()).as(other.body()).isEqualTo(409);
        assertThat(other.body()).contains("another value");
        for (int node = 0; node < 3; node++) {
            awaitSamples(node, "team-a", SERIES + 1);
        }
    }

    @Test
    void followsTheFileAndKeepsTheRingsWhenItIsBad() throws IOException {
        Files.writeString(directory.resolve("hashrings.json"), "[{\"endpoints\": []}]");
        awaitMetric(nodes[0], "thanos_receive_config_last_reload_successful", 0);
        assertThat(nodes[0].write("team-a", series(NOW)).statusCode()).isEqualTo(204);
        for (int node = 0; node < 3; node++) {
            awaitSamples(node, "team-a", SERIES);
        }
        rings("{\"hashring\": \"hard\", \"tenants\": [\"team-h\"], \"endpoints\": [%s]}".formatted(endpoints(2)),
                "{\"hashring\": \"soft\", \"endpoints\": [%s], \"replication_factor\": 2}".formatted(endpoints(0, 1)));
        for (TestReceiver node : nodes) {
            awaitMetric(node, "thanos_receive_config_last_reload_successful", 1);
            awaitMetric(node, "thanos_receive_hashring_nodes", 3);
        }
        assertThat(nodes[0].write("team-h", series(NOW)).statusCode()).isEqualTo(204);
        assertThat(samples(2, "team-h")).isEqualTo(SERIES);
        assertThat(samples(0, "team-h") + samples(1, "team-h")).isZero();
        assertThat(nodes[2].write("team-s", series(NOW)).statusCode()).isEqualTo(204);
        awaitSamples(0, "team-s", SERIES);
        awaitSamples(1, "team-s", SERIES);
        assertThat(samples(2, "team-s")).isZero();
    }

    private static void awaitMetric(TestReceiver node, String name, double value) {
        for (long end = System.nanoTime() + 60_000_000_000L; node.metric(name, "") != value;) {
            assertThat(System.nanoTime()).as("%s is %s", name, node.metric(name, "")).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void refusesACopyThatTheRingDoesNotHave() {
        var answer = nodes[0].post("/api/v1/receive", Requests.packed(series(NOW)), "THANOS-REPLICA", "4");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("replica 4 exceeds");
    }
}
