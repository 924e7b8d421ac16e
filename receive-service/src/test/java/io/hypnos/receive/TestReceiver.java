package io.hypnos.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.receive.http.RemoteWriteServer;
import io.hypnos.receive.wire.Requests;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.Variables;

/// A receiver of a test, on free ports, with everything a real one has.
final class TestReceiver implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningRole role;

    private TestReceiver(RunningRole role) {
        this.role = role;
    }

    static ParsedFlags<ReceiveFlags> parse(List<String> arguments) {
        var variables = new Variables(Map.of());
        var outcome = new ReceiveRole().flags().parse(arguments, FlagProperties.none(), variables);
        assertThat(outcome).isInstanceOf(FlagOutcome.Run.class);
        return ((FlagOutcome.Run<ReceiveFlags>) outcome).parsed();
    }

    /// Starts one and returns at once; ports that are not given are free ones.
    static TestReceiver start(String... arguments) {
        var all = new ArrayList<>(
                List.of("--label=replica=\"r\"", "--grpc-address=127.0.0.1:0", "--http-address=127.0.0.1:0",
                        "--remote-write.address=127.0.0.1:0", "--http-grace-period=1s", "--grpc-grace-period=1s",
                        "--tsdb.disk-reserve=0"));
        for (String argument : arguments) {
            all.removeIf(given -> given.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
            all.add(argument);
        }
        return new TestReceiver(RoleLauncher.start(new ReceiveRole(), "receive", parse(all), new Variables(Map.of())));
    }

    TestReceiver awaitReady() {
        for (long end = System.nanoTime() + 60_000_000_000L; !role.isReady();) {
            assertThat(System.nanoTime()).as("not ready: %s", role.reasons()).isLessThan(end);
            Thread.onSpinWait();
        }
        return this;
    }

    RunningRole role() {
        return role;
    }

    int writePort() {
        return role.bean(RemoteWriteServer.class).port();
    }

    /// Writes and returns the answer.
    HttpResponse<String> write(String tenant, TimeSeries.Builder... series) {
        return post("/api/v1/receive", Requests.packed(series), "THANOS-TENANT", tenant, "Content-Type",
                "application/x-protobuf", "Content-Encoding",
                "snappy");
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(uri(writePort(), path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    HttpResponse<String> get(int port, String path) {
        return send(HttpRequest.newBuilder(uri(port, path)));
    }

    /// The sum of a metric over all label sets that contain the text.
    double metric(String name, String labels) {
        return Arrays.stream(get(role.httpPort(), "/metrics").body().split("\n"))
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        role.stop();
    }
}
