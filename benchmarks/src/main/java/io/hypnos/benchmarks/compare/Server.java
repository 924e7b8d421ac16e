package io.hypnos.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// A server of the Prometheus API and the processes that make it up.
///
/// @param pids processes whose processor time counts
record Server(String name, URI url, List<Long> pids) {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final double TICKS_PER_SECOND = 100;

    /// @param seconds    until the last byte of the answer was there
    /// @param cpuSeconds of all its processes meanwhile, garbage collection included
    record Answer(double seconds, double cpuSeconds, byte[] body) {

        Answer withoutBody() {
            return new Answer(seconds, cpuSeconds, new byte[0]);
        }
    }

    /// `name=url` or `name=url=pid,pid`.
    static Server of(String text) {
        String[] parts = text.split("=", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException(text + " is not <name>=<url>");
        }
        List<Long> pids = parts.length < 3
                ? List.of()
                : Arrays.stream(parts[2].split(",")).map(Long::valueOf).toList();
        return new Server(parts[0], URI.create(parts[1]), pids);
    }

    /// @throws IOException when there is no answer, or a refusal
    Answer ask(Question question, long end) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(question.path())).timeout(Duration.ofMinutes(5))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(question.form(end))).build();
        double cpuBefore = cpuSeconds();
        long began = System.nanoTime();
        HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        double seconds = (System.nanoTime() - began) / 1e9;
        if (response.statusCode() != 200) {
            String body = new String(response.body(), UTF_8);
            throw new IOException(
                    name + ": " + response.statusCode() + " " + body.substring(0, Math.min(200, body.length())));
        }
        return new Answer(seconds, cpuSeconds() - cpuBefore, response.body());
    }

    private double cpuSeconds() throws IOException {
        double ticks = 0;
        for (long pid : pids) {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
