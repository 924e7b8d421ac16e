package io.hypnos.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.hypnos.acceptance.testbed.Await;
import io.hypnos.acceptance.testbed.ChildRole;
import io.hypnos.acceptance.testbed.PrometheusApi;
import io.hypnos.acceptance.testbed.RemoteWriter;
import io.hypnos.acceptance.testbed.RemoteWriter.Answer;
import io.hypnos.acceptance.testbed.RemoteWriter.Series;
import io.hypnos.acceptance.testbed.RepeatedCheck;
import io.hypnos.acceptance.testbed.Suite;
import io.hypnos.query.QueryRole;
import io.hypnos.receive.ReceiveRole;
import io.hypnos.series.testing.FreePort;
import io.hypnos.service.boot.RunningRole;

/// A ring of three receivers that keeps everything three times, one of which is killed under load and comes back.
///
/// A write is answered once two nodes have it, so its third copy may still be on its way when the next write comes to that node from elsewhere, and is
/// too late then. Hence answers are joined from all copies, and the third node is not asked for every single sample of the time after its return.
class KilledReceiverTest {

    private static final int SERIES = 60;
    private static final long STEP_MILLIS = 100;

    @TempDir
    private Path directory;

    private final List<Node> nodes = List.of(Node.on("r0"), Node.on("r1"), Node.on("r2"));

    private record Node(String name, String grpc, String http, String write) {

        static Node on(String name) {
            return new Node(name, FreePort.address(), FreePort.address(), FreePort.address());
        }
    }

    private String[] flags(Node node) throws Exception {
        Path rings = directory.resolve("hashrings.json");
        if (!Files.exists(rings)) {
            Files.writeString(rings, "[{\"hashring\": \"default\", \"algorithm\": \"ketama\", \"endpoints\": [\""
                    + String.join("\", \"", nodes.stream().map(Node::grpc).toList()) + "\"]}]");
        }
        return new String[]{"--grpc-address=" + node.grpc, "--http-address=" + node.http,
            "--remote-write.address=" + node.write, "--tsdb.path=" + directory.resolve(node.name),
            "--label=replica=\"" + node.name + "\"", "--receive.local-endpoint=" + node.grpc,
            "--receive.hashrings-file=" + rings, "--receive.replication-factor=3"};
    }

    private ChildRole startChild(Node node) throws Exception {
        var arguments = new ArrayList<>(List.of("receive"));
        arguments.addAll(List.of(flags(node)));
        return ChildRole.start(directory.resolve(node.name + ".log"), arguments.toArray(String[]::new));
    }

    @Test
    void writesGoOnAndNothingIsMissingWhileANodeIsKilledAndComesBack() throws Exception {
        Node victim = nodes.get(2);
        try (var suite = new Suite(); var child = startChild(victim)) {
            RunningRole first = suite.start(new ReceiveRole(), flags(nodes.get(0)));
            RunningRole second = suite.start(new ReceiveRole(), flags(nodes.get(1)));
            Await.until("two nodes are ready", () -> first.isReady() && second.isReady());
            child.awaitReady(victim.http);
            PrometheusApi ring = suite.api(suite.startReady(new QueryRole(), "--endpoint=" + nodes.get(0).grpc,
                    "--endpoint=" + nodes.get(1).grpc, "--endpoint=" + victim.grpc, "--query.replica-label=replica",
                    "--deduplication.func=chain", "--endpoint.info-timeout=3s"));
            PrometheusApi alone = suite.api(suite.startReady(new QueryRole(), "--endpoint=" + victim.grpc,
                    "--endpoint.info-timeout=3s"));
            underLoad(suite, child, ring, alone);
        }
    }

    private void underLoad(Suite suite, ChildRole child, PrometheusApi ring, PrometheusApi alone) throws Exception {
        try (var load = new Load(suite.with(new RemoteWriter("team-a")), nodes.get(0).write, nodes.get(1).write)) {
            Await.untilAsserted("the tenant is known to the querier",
                    () -> assertComplete(ring, load.start, load.acknowledged()));
            killAndRestart(load, child, ring, alone);
        }
    }

    private void killAndRestart(Load load, ChildRole child, PrometheusApi ring, PrometheusApi alone) throws Exception {
        Node victim = nodes.get(2);
        try (var watch = RepeatedCheck.start(0, ignored -> assertComplete(ring, load.start, load.acknowledged()))) {
            Await.until("the node has samples", () -> load.holds() && load.count() > 20);
            long beforeDeath = load.acknowledged();
            JsonNode seen = Await.value("the node has samples of all series", () -> Optional
                    .of(counts(alone, load.start, beforeDeath)).filter(counts -> counts.size() == SERIES));
            child.kill();
            long atDeath = load.count();
            Await.until("the load goes on without the node",
                    () -> load.holds() && watch.holds() && load.count() > atDeath + 50);

            try (var reborn = startChild(victim)) {
                reborn.awaitReady(victim.http);
                Await.untilAsserted("what the node had is there again",
                        () -> assertNoneFewer(counts(alone, load.start, beforeDeath), seen));
                long rejoined = Await.value("the node takes part again", () -> {
                    boolean unused = load.holds() && watch.holds();
                    long now = load.acknowledged();
                    double samples = alone.value("min(count_over_time(load_total[2s]))", now);
                    return samples > 1800.0 / STEP_MILLIS ? Optional.of(now) : Optional.empty();
                });
                Await.until("the load goes on with the node", () -> load.holds() && watch.holds()
                        && load.acknowledged() > rejoined + 30 * STEP_MILLIS);
                assertThat(watch.checks()).isGreaterThan(3);
                assertThat(reborn.stop()).as(reborn.printed()).isZero();
            }
            assertThat(load.holds()).isTrue();
        }
    }

    /// The number of samples of each series.
    private static JsonNode counts(PrometheusApi api, long from, long to) throws Exception {
        return api.get("/api/v1/query", "query", "count_over_time(load_total[" + (to - from + STEP_MILLIS / 2) + "ms])",
                "time", PrometheusApi.seconds(to)).get("result");
    }

    private static void assertNoneFewer(JsonNode counts, JsonNode before) {
        assertThat(counts).hasSize(before.size());
        for (int i = 0; i < before.size(); i++) {
            assertThat(counts.get(i).get("metric")).isEqualTo(before.get(i).get("metric"));
            assertThat(counts.get(i).at("/value/1").asInt()).as("%s", before.get(i))
                    .isGreaterThanOrEqualTo(before.get(i).at("/value/1").asInt());
        }
    }

    /// Every series once, with every sample.
    private static void assertComplete(PrometheusApi api, long from, long to) throws Exception {
        long samples = (to - from) / STEP_MILLIS + 1;
        JsonNode answer = api.answer("/api/v1/query", "query",
                "count_over_time(load_total[" + (to - from + STEP_MILLIS / 2) + "ms])", "time",
                PrometheusApi.seconds(to));
        // While a node is down a warning says so; the answer is whole nevertheless.
        JsonNode result = answer.at("/data/result");
        assertThat(result).as("%s", answer).hasSize(SERIES);
        for (JsonNode series : result) {
            assertThat(series.at("/value/1").asString()).as("%s; warnings: %s", series, answer.get("warnings"))
                    .isEqualTo(Long.toString(samples));
        }
    }

    /// Writes one sample of every series after the other, to one node and the other in turn, until it is closed or refused.
    private static final class Load implements AutoCloseable {

        /// The time of the first sample.
        private final long start = System.currentTimeMillis();
        private final RemoteWriter writer;
        private final String[] addresses;
        private final AtomicLong count = new AtomicLong();
        private final Thread thread;
        private volatile boolean stopping;
        private volatile String failure = "";

        Load(RemoteWriter writer, String... addresses) throws Exception {
            this.writer = writer;
            this.addresses = addresses;
            step();
            thread = Thread.ofPlatform().name("load").start(this::run);
        }

        private void run() {
            try {
                while (!stopping && failure.isEmpty()) {
                    step();
                    // The pace of a sender; what is asserted does not depend on it.
                    TimeUnit.MILLISECONDS.sleep(STEP_MILLIS / 2);
                }
            } catch (Exception e) {
                failure = e.toString();
            }
        }

        private void step() throws Exception {
            long number = count.get();
            var series = new ArrayList<Series>();
            for (int i = 0; i < SERIES; i++) {
                series.add(Series.of(Map.of("__name__", "load_total", "n", Integer.toString(i)),
                        start + number * STEP_MILLIS, number));
            }
            Answer answer = writer.send(addresses[(int) (number % addresses.length)], series);
            if (answer.accepted()) {
                count.incrementAndGet();
            } else {
                failure = "write " + number + ": HTTP " + answer.status() + " " + answer.body();
            }
        }

        long count() {
            return count.get();
        }

        /// The time of the newest sample that was answered with 2xx.
        long acknowledged() {
            return start + (count.get() - 1) * STEP_MILLIS;
        }

        /// Whether every write so far was answered with 2xx.
        boolean holds() {
            assertThat(failure).isEmpty();
            return true;
        }

        @Override
        public void close() throws InterruptedException {
            stopping = true;
            thread.join();
        }
    }
}
