package io.hypnos.tsdb.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.FreePort;

/// A real Prometheus that serves a data directory on a free port until it is closed.
public final class PrometheusServer implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;

    private PrometheusServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    public static PrometheusServer start(Path dataDirectory) throws IOException, InterruptedException {
        return start(dataDirectory, "{}\n");
    }

    /// Starts one that takes samples up to an hour late, and so reads the log of these.
    public static PrometheusServer startTakingLateSamples(Path dataDirectory)
            throws IOException, InterruptedException {
        return start(dataDirectory, "storage: {tsdb: {out_of_order_time_window: 1h}}\n");
    }

    /// Starts one that scrapes `127.0.0.1:port/metrics` as often as it can.
    public static PrometheusServer startScraping(Path dataDirectory, int port)
            throws IOException, InterruptedException {
        return start(dataDirectory, """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs: [{job_name: test, static_configs: [{targets: ['127.0.0.1:%d']}]}]
                """.formatted(port));
    }

    private static PrometheusServer start(Path dataDirectory, String configuration)
            throws IOException, InterruptedException {
        Path binary = Binaries.require("prometheus");
        int port = FreePort.next();
        Path config = Files.writeString(dataDirectory.resolveSibling("prometheus-" + port + ".yml"), configuration);
        Path log = dataDirectory.resolveSibling("prometheus-" + port + ".log");
        var process = new ProcessBuilder(binary.toString(), "--config.file=" + config,
                "--storage.tsdb.path=" + dataDirectory, "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port, "--query.max-samples=500000000",
                "--query.lookback-delta=1s").redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        var server = new PrometheusServer(process, log, port);
        try {
            server.awaitReady();
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void awaitReady() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (get("/-/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("prometheus is not ready: " + Files.readString(log));
    }

    /// The result of an instant query.
    public JsonNode query(String query, long timeMillis) throws IOException, InterruptedException {
        return result("/api/v1/query?query=" + encode(query) + "&time=" + seconds(timeMillis));
    }

    /// The result of a range query. A sample is seen at the steps of the second behind it.
    public JsonNode queryRange(String query, long fromMillis, long toMillis, long stepMillis)
            throws IOException, InterruptedException {
        return result("/api/v1/query_range?query=" + encode(query) + "&start=" + seconds(fromMillis) + "&end="
                + seconds(toMillis) + "&step=" + seconds(stepMillis));
    }

    /// The floats that a range selector gives, as the bits of a double (of all NaNs the same) in decimal.
    public TreeMap<Labels, TreeMap<Long, String>> floats(String selector, long timeMillis)
            throws IOException, InterruptedException {
        var found = new TreeMap<Labels, TreeMap<Long, String>>();
        for (JsonNode series : query(selector, timeMillis)) {
            for (JsonNode value : series.path("values")) {
                found.computeIfAbsent(labels(series), labels -> new TreeMap<>()).put(
                        Math.round(value.get(0).doubleValue() * 1000),
                        "" + Promtool.bits(value.get(1).stringValue()));
            }
        }
        return found;
    }

    /// The labels of a series in a result.
    public static Labels labels(JsonNode series) {
        var labels = new TreeMap<String, String>();
        series.path("metric").forEachEntry((name, value) -> labels.put(name, value.stringValue()));
        return Labels.of(labels);
    }

    private JsonNode result(String path) throws IOException, InterruptedException {
        var response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.body());
        }
        return JsonMapper.shared().readTree(response.body()).path("data").path("result");
    }

    private static String encode(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + String.format("%03d", millis % 1000);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// What it wrote to its log.
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        http.close();
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
