package io.hypnos.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

import io.hypnos.acceptance.testbed.Await;
import io.hypnos.acceptance.testbed.PrometheusApi;
import io.hypnos.acceptance.testbed.RemoteWriter;
import io.hypnos.acceptance.testbed.RemoteWriter.Series;
import io.hypnos.acceptance.testbed.Suite;
import io.hypnos.compact.CompactRole;
import io.hypnos.objstore.s3.EmbeddedS3;
import io.hypnos.query.QueryRole;
import io.hypnos.receive.ReceiveRole;
import io.hypnos.series.testing.FreePort;
import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.store.StoreRole;

/// What people are told when something is wrong, and that nothing is lost by it.
class FailureMessagesTest {

    private static final long NOW = System.currentTimeMillis() / 1000 * 1000;

    @TempDir
    private Path directory;

    /// How a process of the role would have ended.
    private record Ended(int exitCode, String message) {}

    private static Ended run(Role<?> role, String... arguments) {
        var err = new ByteArrayOutputStream();
        List<String> quiet = Stream.concat(Stream.of("--log.level=error"), Stream.of(arguments)).toList();
        int code = RoleLauncher.run(role, quiet, System.out, new PrintStream(err, true, UTF_8));
        return new Ended(code, err.toString(UTF_8).strip());
    }

    private String[] receive(String write, String... more) {
        var flags = new String[more.length + 3];
        flags[0] = "--remote-write.address=" + write;
        flags[1] = "--tsdb.path=" + directory.resolve("receive");
        flags[2] = "--label=receive=\"r1\"";
        System.arraycopy(more, 0, flags, 3, more.length);
        return flags;
    }

    @Test
    void anUnknownFlagIsNamedWithTheOneThatWasMeant() {
        assertThat(run(new QueryRole(), "--query.replica-lable=a")).isEqualTo(new Ended(2,
                "query: unknown flag --query.replica-lable (did you mean --query.replica-label?)"));
    }

    @Test
    void aMissingBucketIsNamedAndNeverCreated() throws Exception {
        try (var s3 = new EmbeddedS3(directory.resolve("s3"))) {
            String config = "--objstore.config=" + s3.yaml().replace("bucket: thanos", "bucket: absent");
            String expected = "bucket \"absent\" not found at " + s3.endpoint()
                    + " (HTTP 404). hypnos never creates buckets; create it or fix 'bucket'";
            for (Role<?> role : List.of(new StoreRole(), new CompactRole())) {
                Ended ended = run(role, "--data-dir=" + directory.resolve("data"), "--http-address=127.0.0.1:0",
                        config);
                assertThat(ended.exitCode()).isEqualTo(1);
                assertThat(ended.message()).startsWith(role.name() + ": ").contains(expected);
            }
            Ended ended = run(new ReceiveRole(), receive(FreePort.address(), config, "--http-address=127.0.0.1:0",
                    "--grpc-address=127.0.0.1:0"));
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.message()).startsWith("receive: ").contains(expected);
            assertThat(directory.resolve("s3").resolve("absent")).doesNotExist();
        }
    }

    @Test
    void aTakenPortIsNamedWithItsOwner() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            String owner = "port " + port + " is in use (pid " + ProcessHandle.current().pid() + ", java)";
            for (String flag : List.of("--http-address", "--grpc-address")) {
                Ended ended = run(new QueryRole(), flag + "=127.0.0.1:" + port, flag.equals("--http-address")
                        ? "--grpc-address=127.0.0.1:0"
                        : "--http-address=127.0.0.1:0");
                assertThat(ended.exitCode()).isEqualTo(1);
                assertThat(ended.message()).startsWith("query: " + owner);
            }
            Ended ended = run(new ReceiveRole(), receive("127.0.0.1:" + port, "--http-address=127.0.0.1:0",
                    "--grpc-address=127.0.0.1:0"));
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.message()).startsWith("receive: " + owner);
        }
    }

    @Test
    void missingExternalLabelsAreAskedForWithAnExample() {
        Ended ended = run(new ReceiveRole(), "--remote-write.address=" + FreePort.address(),
                "--tsdb.path=" + directory.resolve("receive"), "--http-address=127.0.0.1:0",
                "--grpc-address=127.0.0.1:0");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.message())
                .contains(
                        "no external labels configured for receive, uniquely identifying external labels must be configured")
                .contains("--label=");
    }

    @Test
    void aBadHashringFileIsRefusedAtTheStartAndChangesNothingLater() throws Exception {
        Path rings = directory.resolve("hashrings.json");
        String grpc = FreePort.address();
        String write = FreePort.address();
        String url = "[{\"endpoints\": [\"a:19291/api/v1/receive\"]}]";
        Files.writeString(rings, url);
        String[] flags = receive(write, "--receive.hashrings-file=" + rings, "--receive.local-endpoint=" + grpc,
                "--grpc-address=" + grpc, "--http-address=127.0.0.1:0", "--receive.hashrings-file-refresh-interval=1s");
        Ended ended = run(new ReceiveRole(), flags);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.message()).isEqualTo("receive: hashrings.json: endpoint \"a:19291/api/v1/receive\" is a URL; "
                + "use the gRPC address host:10901");

        Files.writeString(rings, "[{\"endpoints\": [\"" + grpc + "\"]}]");
        try (var suite = new Suite()) {
            RunningRole receive = suite.startReady(new ReceiveRole(), flags);
            PrometheusApi metrics = suite.api(receive);
            RemoteWriter writer = suite.with(new RemoteWriter("team-a"));
            writer.store(write, sample(NOW, 1));
            Files.writeString(rings, "[{\"endpoints\":");
            Await.until("the bad file was seen",
                    () -> metrics.text("/metrics").body().lines().anyMatch(line -> line.startsWith(
                            "thanos_receive_config_last_reload_successful 0")));
            writer.store(write, sample(NOW + 1000, 2));
            assertThat(receive.isReady()).isTrue();
            assertStored(suite, receive, 2);
        }
    }

    @Test
    void aMalformedBodyIsRefusedWithItsFaultAndNothingElseIsTouched() throws Exception {
        try (var suite = new Suite()) {
            String write = FreePort.address();
            RunningRole receive = suite.startReady(new ReceiveRole(), receive(write));
            RemoteWriter writer = suite.with(new RemoteWriter("team-a"));
            writer.store(write, sample(NOW, 1));

            RemoteWriter.Answer noSnappy = writer.sendBody(write, "this is no snappy".getBytes(UTF_8));
            assertThat(noSnappy.status()).isEqualTo(400);
            assertThat(noSnappy.body()).startsWith("snappy decode error: ");
            RemoteWriter.Answer noProtobuf = writer.sendBody(write,
                    Snappy.compress("this is no protobuf".getBytes(UTF_8)));
            assertThat(noProtobuf.status()).isEqualTo(400);
            assertThat(noProtobuf.body()).startsWith("protobuf decode error: ");
            RemoteWriter.Answer partly = writer.send(write, List.of(Series.of(Map.of("job", "nameless"), NOW, 1),
                    sample(NOW + 1000, 2).getFirst()));
            assertThat(partly.status()).isEqualTo(400);
            assertThat(partly.body()).contains("nameless");

            writer.store(write, sample(NOW + 2000, 3));
            assertStored(suite, receive, 3);
        }
    }

    private static List<Series> sample(long millis, double value) {
        return List.of(Series.of(Map.of("__name__", "kept_total"), millis, value));
    }

    private static void assertStored(Suite suite, RunningRole receive, int samples) throws Exception {
        PrometheusApi query = suite.api(suite.startReady(new QueryRole(), "--endpoint=" + Suite.grpc(receive)));
        Await.untilAsserted("everything that was accepted is there", () -> assertThat(
                query.value("sum(count_over_time({__name__=~\".+\"}[1m]))", NOW + 5000)).isEqualTo(samples));
    }
}
