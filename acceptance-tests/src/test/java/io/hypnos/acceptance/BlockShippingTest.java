package io.hypnos.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.hypnos.acceptance.testbed.Await;
import io.hypnos.acceptance.testbed.Program;
import io.hypnos.acceptance.testbed.PrometheusApi;
import io.hypnos.acceptance.testbed.RealPrometheus;
import io.hypnos.acceptance.testbed.RemoteWriter;
import io.hypnos.acceptance.testbed.RemoteWriter.Point;
import io.hypnos.acceptance.testbed.RemoteWriter.Series;
import io.hypnos.acceptance.testbed.RepeatedCheck;
import io.hypnos.acceptance.testbed.Suite;
import io.hypnos.objstore.s3.EmbeddedS3;
import io.hypnos.query.QueryRole;
import io.hypnos.receive.ReceiveRole;
import io.hypnos.series.testing.FreePort;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.store.StoreRole;

/// Samples on their way from the head of a receiver through blocks of ten seconds into a bucket, while somebody asks for all of them without pause. The
/// receiver keeps twelve blocks, so that most samples are answered by the store gateway alone in the end.
class BlockShippingTest {

    private static final int BLOCK_SECONDS = 10;
    private static final int BLOCKS = 26;
    private static final int KEPT_BLOCKS = 12;
    /// Blocks that may be on their way to the store gateway while more samples are written; a receiver must not drop what no store gateway has seen yet,
    /// and in life its retention is far longer than that takes.
    private static final int LAG = 8;
    private static final int SERIES = 5;
    private static final long START = System.currentTimeMillis() / 60_000 * 60_000 - 600_000;

    @TempDir
    private Path directory;

    @Test
    void overADirectoryNoSampleIsMissingOrDoubledAtAnyTime() throws Exception {
        Path bucket = Files.createDirectory(directory.resolve("bucket"));
        ship("type: FILESYSTEM\nconfig: {directory: " + bucket + "}\n", bucket);
    }

    @Test
    void overS3NoSampleIsMissingOrDoubledAtAnyTime() throws Exception {
        Path objects = directory.resolve("s3");
        try (var s3 = new EmbeddedS3(objects)) {
            ship(s3.yaml(), objects.resolve(EmbeddedS3.BUCKET));
        }
    }

    /// @param objects where the objects of the bucket are as files
    private void ship(String bucket, Path objects) throws Exception {
        try (var suite = new Suite()) {
            String write = FreePort.address();
            Path data = directory.resolve("receive");
            RunningRole receive = suite.startReady(new ReceiveRole(), "--remote-write.address=" + write,
                    "--tsdb.path=" + data, "--label=receive=\"r1\"", "--objstore.config=" + bucket,
                    "--tsdb.min-block-duration=" + BLOCK_SECONDS + "s",
                    "--tsdb.max-block-duration=" + BLOCK_SECONDS + "s",
                    "--tsdb.retention=" + KEPT_BLOCKS * BLOCK_SECONDS + "s");
            RunningRole store = suite.startReady(new StoreRole(), "--data-dir=" + directory.resolve("store"),
                    "--objstore.config=" + bucket, "--sync-block-duration=1s");
            PrometheusApi both = suite.api(suite.startReady(new QueryRole(), "--endpoint=" + Suite.grpc(receive),
                    "--endpoint=" + Suite.grpc(store), "--query.replica-label=receive", "--endpoint.info-timeout=3s"));
            PrometheusApi bucketOnly = suite.api(
                    suite.startReady(new QueryRole(), "--endpoint=" + Suite.grpc(store), "--endpoint.info-timeout=3s"));
            long end = writeUnderWatch(suite.with(new RemoteWriter("team-a")), write, both);

            Await.until("the receiver has dropped what is in the bucket",
                    () -> firstLocalBlock(data.resolve("team-a")) > START
                            + (BLOCKS - KEPT_BLOCKS - 4) * BLOCK_SECONDS * 1000L);
            assertComplete(both, START, end);
            // The store gateway alone has what the receiver has dropped.
            long seam = START + (BLOCKS - KEPT_BLOCKS - 4) * BLOCK_SECONDS * 1000L;
            Await.untilAsserted("the bucket has the samples up to " + seam,
                    () -> assertComplete(bucketOnly, START, seam));

            assertThat(receive.stop()).isTrue();
            Await.untilAsserted("all is in the bucket after the receiver has stopped",
                    () -> assertComplete(bucketOnly, START, end));
            assertReadableByPrometheus(objects, end);
        }
    }

    /// Writes block after block, as fast as they get to the store gateway, while all that was acknowledged is asked for. Returns the time of the last
    /// sample.
    private static long writeUnderWatch(RemoteWriter writer, String write, PrometheusApi both) throws Exception {
        writer.store(write, batch(0));
        Await.untilAsserted("the tenant is known to the querier", () -> assertComplete(both, START, lastSample(0)));
        try (var watch = RepeatedCheck.start(lastSample(0), last -> {
            assertComplete(both, START, last);
            assertThat(both.value("sum(count_over_time(seam_total[1h]))", last, "dedup", "false"))
                    .isEqualTo(SERIES * ((last - START) / 1000 + 1));
        })) {
            for (int block = 1; block < BLOCKS; block++) {
                int needed = block - LAG;
                Await.until(needed + " blocks are in the store gateway",
                        () -> watch.holds() && blocksInStore(both) >= needed);
                writer.store(write, batch(block));
                watch.value(lastSample(block));
            }
            Await.until("nearly all blocks are in the store gateway",
                    () -> watch.holds() && blocksInStore(both) >= BLOCKS - 3);
            Await.until("all was asked for several times", () -> watch.holds() && watch.checks() > 5);
        }
        return lastSample(BLOCKS - 1);
    }

    private static long lastSample(int block) {
        return START + ((block + 1) * BLOCK_SECONDS - 1) * 1000L;
    }

    private static List<Series> batch(int block) {
        var series = new ArrayList<Series>();
        for (int i = 0; i < SERIES; i++) {
            var points = new ArrayList<Point>();
            for (int second = block * BLOCK_SECONDS; second < (block + 1) * BLOCK_SECONDS; second++) {
                points.add(new Point(START + second * 1000L, second));
            }
            series.add(new Series(Map.of("__name__", "seam_total", "n", Integer.toString(i)), points));
        }
        return series;
    }

    /// Blocks that the store gateway has, as far as the querier knows.
    private static long blocksInStore(PrometheusApi querier) throws Exception {
        JsonNode store = querier.get("/api/v1/stores").at("/store/0");
        // One that has nothing announces a time that no sample can have.
        return store.path("labelSets").isEmpty() ? 0 : (store.get("maxTime").asLong() - START) / (BLOCK_SECONDS * 1000);
    }

    /// One sample a second, each once, with its own value, in every series.
    private static void assertComplete(PrometheusApi api, long from, long to) throws Exception {
        long seconds = (to - from) / 1000 + 1;
        String range = "[" + seconds + "s]";
        assertEverySeries(api, "count_over_time(seam_total" + range + ")", to, seconds);
        assertEverySeries(api, "sum_over_time(seam_total" + range + ")", to,
                (from - START + to - START) / 1000.0 * seconds / 2);
        // Between two samples, so that it does not matter to which of two windows a sample on their border belongs.
        JsonNode windows = api.get("/api/v1/query_range", "query", "sum by () (count_over_time(seam_total[5s]))",
                "start",
                PrometheusApi.seconds(from + 4500), "end", PrometheusApi.seconds(to + 500), "step", "5");
        for (JsonNode point : windows.at("/result/0/values")) {
            assertThat(point.get(1).asString()).as("samples in 5 s up to %s", point.get(0))
                    .isEqualTo(Integer.toString(5 * SERIES));
        }
    }

    private static void assertEverySeries(PrometheusApi api, String expression, long millis, double expected)
            throws Exception {
        JsonNode result = api.get("/api/v1/query", "query", expression, "time", PrometheusApi.seconds(millis))
                .get("result");
        assertThat(result).as(expression).hasSize(SERIES);
        for (JsonNode series : result) {
            assertThat(Double.parseDouble(series.at("/value/1").asString())).as("%s: %s", expression, series)
                    .isEqualTo(expected);
        }
    }

    /// The time at which the oldest block of a database begins.
    private static long firstLocalBlock(Path database) throws IOException {
        try (Stream<Path> metas = Files.find(database, 2, (path, _) -> path.endsWith("meta.json"))) {
            return metas.map(BlockShippingTest::minTime).mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        }
    }

    private static long minTime(Path meta) {
        try {
            String text = Files.readString(meta);
            return Long.parseLong(text.replaceAll("(?s).*\"minTime\"\\s*:\\s*(\\d+).*", "$1"));
        } catch (IOException e) {
            // The block is being dropped.
            return Long.MAX_VALUE;
        }
    }

    private void assertReadableByPrometheus(Path objects, long end) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("prometheus"));
        List<Path> blocks;
        try (Stream<Path> all = Files.list(objects)) {
            blocks = all.filter(path -> Files.exists(path.resolve("meta.json"))).toList();
        }
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(BLOCKS);
        for (Path block : blocks) {
            copy(block, folder.resolve("data").resolve(block.getFileName()));
        }
        String analyzed = Program.promtool().run("tsdb", "analyze", folder.resolve("data").toString(),
                blocks.getFirst().getFileName().toString()).success();
        assertThat(analyzed).contains("Series: " + SERIES);
        try (var prometheus = RealPrometheus.start(folder, FreePort.address(), "{}",
                "--storage.tsdb.retention.time=10y")) {
            assertComplete(prometheus.api(), START, end);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
