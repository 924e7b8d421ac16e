package io.hypnos.tsdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.testing.PrometheusServer;
import io.hypnos.tsdb.testing.Promtool;
import io.hypnos.tsdb.testing.SeriesData;

/// The data directory of a real Prometheus, copied while it is at work: blocks, write-ahead log and head chunks.
class ReadsPrometheusTest {

    private static final int SERIES = 6;
    private static final int SAMPLES_PER_SCRAPE = 300;
    private static final long INTERVAL = 200;

    private final long start = System.currentTimeMillis() - 3 * SAMPLES_PER_SCRAPE * INTERVAL;
    private final AtomicInteger scrapes = new AtomicInteger();

    @TempDir
    Path directory;

    @Test
    void hasWhatALivePrometheusAnswers() throws IOException, InterruptedException {
        Path theirs = Files.createDirectories(directory.resolve("theirs"));
        Path ours = directory.resolve("ours");
        writeBlock(theirs);
        HttpServer target = target();
        try {
            // Prometheus collects chunks in memory until it stops; a second start has them in files.
            try (var server = PrometheusServer.startScraping(theirs, target.getAddress().getPort())) {
                awaitSamples(server, SAMPLES_PER_SCRAPE);
            }
            try (var server = PrometheusServer.startScraping(theirs, target.getAddress().getPort())) {
                awaitSamples(server, 2 * SAMPLES_PER_SCRAPE);
                var expected = server.floats("live[1h]", System.currentTimeMillis());
                copy(theirs, ours);
                assertThat(expected).hasSize(SERIES);
                expected.putAll(server.floats("imported[7d]", 1_700_100_000_000L));
                assertThat(expected).hasSize(SERIES + 3);
                assertThat(hasContents(ours.resolve("chunks_head").resolve("000001"))).isTrue();
                try (Tsdb tsdb = Tsdb.open(ours, TsdbTest.options().build(), new TsdbMetrics())) {
                    assertThat(tsdb.blocks()).isNotEmpty();
                    SeriesData.assertSame(answer(tsdb), expected);
                }
            }
        } finally {
            target.stop(0);
        }
    }

    /// Serves a few hundred samples of each series with times of their own at each of the first scrapes, and nothing later.
    private HttpServer target() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = scrape(scrapes.getAndIncrement()).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private String scrape(int number) {
        var random = new Random(number);
        var text = new StringBuilder();
        for (int series = 0; series < SERIES && number < 2; series++) {
            for (int i = 0; i < SAMPLES_PER_SCRAPE; i++) {
                String value = switch (random.nextInt(30)) {
                    case 0 -> "NaN";
                    case 1 -> "+Inf";
                    case 2 -> "-0";
                    default -> "" + random.nextGaussian();
                };
                text.append("live{series=\"").append(series).append("\"} ").append(value).append(' ')
                        .append(start + (number * SAMPLES_PER_SCRAPE + i) * INTERVAL).append('\n');
            }
        }
        return text.toString();
    }

    private static void awaitSamples(PrometheusServer server, int count) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int found = 0;
        while (System.nanoTime() < deadline && found < SERIES * count) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            found = server.floats("live[1h]", System.currentTimeMillis()).values().stream().mapToInt(TreeMap::size)
                    .sum();
        }
        assertThat(found).isEqualTo(SERIES * count);
    }

    /// A block that Prometheus itself writes.
    private void writeBlock(Path data) throws IOException {
        var text = new StringBuilder("# TYPE imported gauge\n");
        for (int series = 0; series < 3; series++) {
            for (int i = 0; i < 500; i++) {
                text.append("imported{series=\"").append(series).append("\"} ").append(i * 0.1 * series).append(' ')
                        .append(1_700_006_400 + i * 15).append('\n');
            }
        }
        Path file = Files.writeString(directory.resolve("imported.txt"), text.append("# EOF\n"));
        new Promtool().tsdb("create-blocks-from", "openmetrics", file.toString(), data.toString());
    }

    /// The file has its full length from the beginning and is filled later.
    private static boolean hasContents(Path chunks) throws IOException {
        byte[] bytes = Files.readAllBytes(chunks);
        for (int i = 8; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(path).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (NoSuchFileException e) {
                    // Gone since it was listed.
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// What of a database a server would show: no stale markers, and one NaN only.
    private static TreeMap<Labels, TreeMap<Long, String>> answer(Tsdb tsdb) {
        var answer = new TreeMap<Labels, TreeMap<Long, String>>();
        StoredSeries.all(tsdb).forEach((labels, samples) -> samples.forEach((time, text) -> {
            if (!text.equals("stale")
                    && (labels.metricName().equals("live") || labels.metricName().equals("imported"))) {
                answer.computeIfAbsent(labels, l -> new TreeMap<>()).put(time,
                        "" + Double.doubleToLongBits(Double.longBitsToDouble(Long.parseUnsignedLong(text, 16))));
            }
        }));
        return answer;
    }
}
