package io.hypnos.allinone.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.hypnos.series.testing.FreePort;

/// A Prometheus server of this machine with its remote-write receiver on, data in a directory of the test's. It takes samples that are half an hour late.
public final class RealPrometheus implements AutoCloseable {

    private static final int ATTEMPTS = 600;

    private final Process process;
    private final URI base;

    /// Starts it and waits until it is ready. Skips the test where there is no Prometheus, unless HYPNOS_REQUIRE_PROMETHEUS is `true`.
    public static RealPrometheus start(Path directory, String... flags) throws Exception {
        String program = required("prometheus");
        return new RealPrometheus(program, directory, flags);
    }

    /// The path of a program of Prometheus' package; skips the test where it is not installed.
    public static String required(String name) {
        var found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("HYPNOS_REQUIRE_PROMETHEUS"))) {
            throw new IllegalStateException(name + " is not installed, and HYPNOS_REQUIRE_PROMETHEUS is set");
        }
        assumeTrue(found.isPresent(), name + " is not installed (Debian: apt-get install prometheus)");
        return found.orElseThrow().toString();
    }

    private RealPrometheus(String program, Path directory, String... flags) throws Exception {
        int port = FreePort.next();
        base = URI.create("http://127.0.0.1:" + port);
        Path config = Files.writeString(directory.resolve("prometheus.yml"),
                "storage: {tsdb: {out_of_order_time_window: 30m}}\n");
        var command = new ArrayList<>(List.of(program, "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver"));
        command.addAll(List.of(flags));
        Path log = directory.resolve("prometheus.log");
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try (var http = HttpClient.newHttpClient()) {
            for (int i = 0; !isReady(http); i++) {
                if (i == ATTEMPTS || !process.isAlive()) {
                    close();
                    throw new IOException("prometheus did not become ready:\n" + Files.readString(log));
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(base.resolve("/-/ready")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public URI base() {
        return base;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
