package io.hypnos.service.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;

class RoleLauncherTest {

    @Test
    void isReadyOnceItsConditionsAreMetAndStopsInOrder() throws Exception {
        RunningRole role = DemoRole.start();
        int port = role.httpPort();
        var recorder = role.bean(DemoRole.Recorder.class);
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", role.grpcPort()).usePlaintext().build();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var health = HealthGrpc.newBlockingStub(channel);
            assertThat(RawHttp.get(port, "/-/ready").status()).isEqualTo(503);
            assertThat(RawHttp.get(port, "/-/ready?verbose=1").text()).isEqualTo("NOT OK\ndemo: waiting for the test");
            assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                    .isEqualTo(ServingStatus.NOT_SERVING);
            recorder.condition.met();
            assertThat(RawHttp.get(port, "/-/ready").text()).isEqualTo("OK");
            assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                    .isEqualTo(ServingStatus.SERVING);

            var blocked = CompletableFuture.supplyAsync(() -> RawHttp.get(port, "/api/v1/block"), threads);
            assertThat(recorder.blocked.await(30, TimeUnit.SECONDS)).isTrue();
            var stopped = CompletableFuture.supplyAsync(role::stop, threads);
            while (RawHttp.get(port, "/-/ready").status() == 200) {
                Thread.onSpinWait();
            }
            assertThat(recorder.stopHookSeen.getCount()).isEqualTo(1);
            var refused = RawHttp.get(port, "/api/v1/echo?query=x");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("the service is stopping");
            recorder.release.countDown();
            assertThat(blocked.get(30, TimeUnit.SECONDS).text()).isEqualTo("released");
            assertThat(recorder.stopHookSeen.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(RawHttp.get(port, "/-/ready?verbose=1").text()).contains("stopping: the service is stopping");
            recorder.stopHookMayEnd.countDown();
            assertThat(stopped.get(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> RawHttp.get(port, "/-/ready")).isInstanceOf(AssertionError.class);
        } finally {
            recorder.release.countDown();
            recorder.stopHookMayEnd.countDown();
            role.stop();
            channel.shutdownNow();
        }
    }

    @Test
    void runsSeveralRolesInOneProcess() {
        try (RunningRole one = started(); RunningRole two = started("--web.route-prefix=/p", "--web.disable-cors")) {
            assertThat(one.httpPort()).isNotEqualTo(two.httpPort());
            RawHttp.get(one.httpPort(), "/api/v1/echo?query=x");
            assertThat(RawHttp.get(one.httpPort(), "/metrics").text())
                    .contains("http_requests_total{code=\"200\",handler=\"echo\",method=\"get\"} 1.0");
            assertThat(RawHttp.get(two.httpPort(), "/metrics").text())
                    .contains("http_requests_total{code=\"200\",handler=\"echo\",method=\"get\"} 0.0");
            assertThat(RawHttp.get(two.httpPort(), "/api/v1/echo?query=x").status()).isEqualTo(404);
            var prefixed = RawHttp.get(two.httpPort(), "/p/api/v1/echo?query=x");
            assertThat(prefixed.status()).isEqualTo(200);
            assertThat(prefixed.headers()).doesNotContainKey("access-control-allow-origin");
        }
    }

    private static RunningRole started(String... arguments) {
        RunningRole role = DemoRole.start(arguments);
        role.bean(DemoRole.Recorder.class).stopHookMayEnd.countDown();
        return role;
    }

    @Test
    void saysInOneLineWhyItCannotStart() throws Exception {
        assertThat(run("--nope")).isEqualTo("2 demo: unknown flag --nope\n");
        assertThat(run("demo", "--http-address=127.0.0.1:0", "--grpc-address=127.0.0.1:0", "--demo.fail"))
                .isEqualTo("1 demo: the demo was told to fail; leave out --demo.fail\n");
        assertThat(run("--http-address=127.0.0.1:0", "--grpc-server-tls-cert=/nope", "--grpc-server-tls-key=/nope"))
                .startsWith("1 demo: certificate /nope with key /nope cannot be used: ").hasLineCount(1);
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("--http-address=127.0.0.1:" + port, "--grpc-address=127.0.0.1:0"))
                    .startsWith("1 demo: port " + port + " is in use")
                    .hasLineCount(1);
            assertThat(run("--http-address=127.0.0.1:0", "--grpc-address=127.0.0.1:" + port))
                    .startsWith("1 demo: port " + port + " is in use").hasLineCount(1);
        }
    }

    @Test
    void printsHelpAndVersion() {
        assertThat(run("--help")).startsWith("0 A role for tests.").contains("--http-address=<host:port>");
        assertThat(run("--version")).matches("0 hypnos \\d.*\n");
    }

    private static String run(String... arguments) {
        var text = new ByteArrayOutputStream();
        var stream = new PrintStream(text, true, UTF_8);
        int code = RoleLauncher.run(new DemoRole(), List.of(arguments), stream, stream);
        return code + " " + text.toString(UTF_8);
    }
}
