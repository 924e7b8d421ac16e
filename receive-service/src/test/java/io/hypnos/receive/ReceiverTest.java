package io.hypnos.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.proto.info.InfoGrpc;
import io.hypnos.proto.info.InfoRequest;
import io.hypnos.proto.info.InfoResponse;
import io.hypnos.receive.tenant.StoredSamples;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.wire.Requests;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.FreePort;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.tenancy.TenantId;

/// A receiver on its own, as a process runs it.
class ReceiverTest {

    private static final long NOW = Clock.systemUTC().millis();
    private static final TenantId TEAM_A = new TenantId("team-a");

    @TempDir
    private Path directory;

    private String data() {
        return "--tsdb.path=" + directory.resolve("data");
    }

    private String bucket() throws IOException {
        Path bucket = Files.createDirectories(directory.resolve("bucket"));
        return "--objstore.config={type: FILESYSTEM, config: {directory: \"" + bucket + "\"}}";
    }

    private List<Path> uploadedMetas() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("bucket"))) {
            return files.filter(file -> file.endsWith("meta.json")).toList();
        }
    }

    @Test
    void takesWritesServesThemAndUploadsThemAtItsEnd() throws Exception {
        TestReceiver receiver = TestReceiver.start(data(), bucket()).awaitReady();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", receiver.role().grpcPort()).usePlaintext()
                .build();
        try {
            assertThat(receiver.write("team-a", Requests.series(NOW, 1, "__name__", "up")).statusCode()).isEqualTo(204);
            InfoResponse info = InfoGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS)
                    .info(InfoRequest.getDefaultInstance());
            assertThat(info.getComponentType()).isEqualTo("receive");
            assertThat(info.getStore().getTsdbInfosList()).anySatisfy(tsdb -> {
                assertThat(tsdb.getMinTime()).isEqualTo(NOW);
                assertThat(tsdb.getLabels().toString()).contains("team-a").contains("tenant_id").contains("replica");
            });
            assertThat(info.hasExemplars() && info.hasStatus() && info.hasMetricMetadata()).isTrue();
            assertThat(receiver.get(receiver.writePort(), "/api/v1/status/tsdb?all_tenants=true").body())
                    .contains("\"tenant\":\"team-a\"")
                    .contains("\"numSeries\":1");
            assertThat(receiver.metric("prometheus_tsdb_head_series", "team-a")).isEqualTo(1);
            assertThat(receiver.metric("http_requests_total", "handler=\"receive\",method=\"post\",tenant=\"team-a\""))
                    .isEqualTo(1);
            assertThat(receiver.get(receiver.writePort(), "/nothing").statusCode()).isEqualTo(404);
            assertThat(receiver.get(receiver.writePort(), "/api/v1/receive").statusCode()).isEqualTo(405);
            assertThat(receiver.post("/api/v1/otlp", new byte[0]).statusCode()).isEqualTo(501);
            assertThat(uploadedMetas()).isEmpty();
        } finally {
            channel.shutdownNow();
            assertThat(receiver.role().stop()).isTrue();
        }
        assertThat(uploadedMetas()).hasSize(1);
        assertThat(Files.readString(uploadedMetas().getFirst())).contains("\"tenant_id\"").contains("\"team-a\"")
                .contains("\"source\"");
        try (TestReceiver again = TestReceiver.start(data(), bucket()).awaitReady()) {
            assertThat(StoredSamples.of(again.role().bean(TenantTsdbs.class).get(TEAM_A).tsdb()))
                    .containsEntry(Labels.of("__name__", "up"), List.of(NOW + "=1.0"));
        }
    }

    @Test
    void hasEveryAcknowledgedSampleAfterACrash() throws Exception {
        Path crashed = directory.resolve("crashed");
        try (TestReceiver receiver = TestReceiver.start(data()).awaitReady()) {
            for (int i = 0; i < 200; i++) {
                assertThat(receiver
                        .write("team-a", Requests.series(NOW + i, i, "__name__", "up"),
                                Requests.series(NOW + i, i, "__name__", "s" + i))
                        .statusCode()).isEqualTo(204);
            }
            // What the system would have of the files of a process that is killed now.
            copy(directory.resolve("data"), crashed);
        }
        try (TestReceiver receiver = TestReceiver.start("--tsdb.path=" + crashed).awaitReady()) {
            var stored = StoredSamples.of(receiver.role().bean(TenantTsdbs.class).get(TEAM_A).tsdb());
            assertThat(stored).hasSize(201);
            assertThat(stored.get(Labels.of("__name__", "up"))).hasSize(200);
            assertThat(receiver.write("team-a", Requests.series(NOW + 200, 1, "__name__", "up")).statusCode())
                    .isEqualTo(204);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private String refusal(String... arguments) {
        try (TestReceiver unexpected = TestReceiver.start(arguments)) {
            return "started";
        } catch (RuntimeException e) {
            return RoleLauncher.describe(e);
        }
    }

    @Test
    void saysWhyItCannotStart() throws Exception {
        int taken = FreePort.next();
        try (var socket = new java.net.ServerSocket(taken, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThat(refusal(data(), "--remote-write.address=127.0.0.1:" + socket.getLocalPort()))
                    .startsWith("port " + taken + " is in use");
        }
        Path rings = Files.writeString(directory.resolve("hashrings.json"),
                "[{\"endpoints\": [\"a:19291/api/v1/receive\"]}]");
        assertThat(refusal(data(), "--receive.hashrings-file=" + rings))
                .isEqualTo(
                        "hashrings.json: endpoint \"a:19291/api/v1/receive\" is a URL; use the gRPC address host:10901");
        assertThat(refusal(data(), "--receive.limits-config=write: {default: {request: {serie_limit: 1}}}"))
                .contains("unknown key \"serie_limit\" (did you mean series_limit?)");
        assertThat(refusal(data(), "--objstore.config={type: S4, config: {}}")).contains("must be S3 or FILESYSTEM");
        assertThat(refusal(data(), "--label=tenant_id=\"x\"")).contains("--receive.tenant-label-name");
        assertThat(refusal("--tsdb.path=/proc/nothing")).contains("--tsdb.path /proc/nothing cannot be used");
    }

    @Test
    void needsExternalLabelsAndKnowsItsFlags() {
        assertThatThrownBy(() -> new ReceiveRole().check(TestReceiver.parse(List.of()).flags(),
                new io.hypnos.service.flags.Variables(java.util.Map.of())))
                .hasMessageStartingWith(
                        "no external labels configured for receive, uniquely identifying external labels must be configured");
        assertThatThrownBy(() -> TestReceiver.parse(List.of("--receive.replication-facter=3")))
                .hasMessageContaining("unknown flag")
                .hasMessageContaining("--receive.replication-factor");
        assertThatThrownBy(() -> TestReceiver.parse(List.of("--receive.replication-protocol=capnproto")))
                .hasMessageContaining("--receive.replication-protocol");
    }
}
