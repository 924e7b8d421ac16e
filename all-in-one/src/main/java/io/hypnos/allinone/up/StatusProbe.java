package io.hypnos.allinone.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.hypnos.allinone.demo.live.Exposition;

/// Asks the roles of an installation over HTTP how they are, wherever they run.
final class StatusProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Installation installation;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT)
            .build();

    StatusProbe(Installation installation) {
        this.installation = installation;
    }

    /// Only whether each role is ready.
    Map<String, Boolean> readiness() throws InterruptedException {
        var ready = new HashMap<String, Boolean>();
        for (Instance instance : installation.instances()) {
            ready.put(instance.name(), get(instance, "/-/ready").isPresent());
        }
        return ready;
    }

    SuiteStatus status() throws InterruptedException {
        Optional<Exposition> store = metrics("store");
        long blocks = store.map(page -> Math.round(sum(page, "thanos_bucket_store_blocks_loaded", -1))).orElse(-1L);
        return new SuiteStatus(readiness(), blocks, metrics("compact").map(StatusProbe::todo).orElse(""));
    }

    private static String todo(Exposition page) {
        double compactions = sum(page, "thanos_compact_todo_compactions", 0);
        double downsampling = sum(page, "thanos_compact_todo_downsample_blocks", 0);
        if (sum(page, "hypnos_compact_halted_groups", 0) > 0) {
            return "halted, see its log";
        }
        if (compactions + downsampling == 0) {
            return "idle";
        }
        return "%.0f to merge, %.0f to downsample".formatted(compactions, downsampling);
    }

    private Optional<Exposition> metrics(String role) throws InterruptedException {
        try {
            return get(installation.first(role), "/metrics").map(Exposition::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static double sum(Exposition page, String metric, double otherwise) {
        return page.sum(metric).orElse(otherwise);
    }

    /// The body of a page; empty unless it is there and fine.
    private Optional<String> get(Instance instance, String path) throws InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + instance.http() + path);
        try {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT)
                    .header("Accept", "text/plain;version=0.0.4").build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
