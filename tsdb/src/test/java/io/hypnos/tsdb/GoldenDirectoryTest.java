package io.hypnos.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.GoldenBlock;
import io.hypnos.tsdb.testing.Golden;
import io.hypnos.tsdb.testing.PrometheusServer;

/// A data directory of nothing but golden files (block, checkpoint, log, log of late samples, head chunks), as we read it and as the real
/// Prometheus does. So the golden bytes are right by the format, not only by our own reading of it.
class GoldenDirectoryTest {

    private static final long T = 1_700_000_000_000L;
    private static final long U = 1_700_007_200_000L;
    private static final Labels A1 = Labels.of("__name__", "a", "x", "1");
    private static final Labels A2 = Labels.of("__name__", "a", "x", "2");

    @TempDir
    Path directory;

    private Path data;

    @BeforeEach
    void nameTheDirectory() {
        data = directory.resolve("data");
    }

    private void write(String log) throws IOException {
        GoldenBlock.write(data);
        Golden.read("checkpoint").write(data.resolve("wal/checkpoint.00000001/00000000"));
        Golden.read(log).write(data.resolve("wal/00000002"));
        Golden.read("wal-pages").write(data.resolve("wal/00000003"));
        Golden.read("wbl").write(data.resolve("wbl/00000000"));
        Golden.read("chunks_head-000001").write(data.resolve("chunks_head/000001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal", "wal-snappy"})
    void prometheusReadsIt(String log) throws IOException, InterruptedException {
        write(log);
        try (var server = PrometheusServer.startTakingLateSamples(data)) {
            assertThat(server.floats("{__name__=~\"a|c\"}[1h]", T + 105_000)).isEqualTo(blockFloats());
            assertThat(server.floats("{__name__=~\"a|c\"}[1h]", U + 60_000)).isEqualTo(headFloats());
            // Two of the four samples are deleted, and the last one is a stale marker.
            assertThat(number(server, "count_over_time(h{x=\"é\"}[1h])", T + 105_000)).isEqualTo("1");
            assertThat(number(server, "histogram_sum(h{x=\"é\"})", T + 30_000)).isEqualTo("33.5");
            assertThat(number(server, "count_over_time(f[1h])", T + 105_000)).isEqualTo("3");
            assertThat(number(server, "histogram_count(f)", T + 30_000)).isEqualTo("14");
            assertThat(number(server, "histogram_sum(h{x=\"é\"})", U + 15_000)).isEqualTo("20");
            assertThat(number(server, "histogram_count(h{x=\"é\"})", U)).isEqualTo("5");
            assertThat(number(server, "histogram_sum(f)", U)).isEqualTo("18.4");
            assertThat(server.log()).contains("WAL checkpoint loaded").contains("WBL segment loaded")
                    .doesNotContain("corrupt").doesNotContain("level=error");
            assertThat(server.log().lines().filter(line -> line.contains("component=tsdb")))
                    .noneMatch(line -> line.contains("level=warn"));
        }
    }

    private static String number(PrometheusServer server, String query, long time)
            throws IOException, InterruptedException {
        JsonNode result = server.query(query, time);
        assertThat(result.size()).as(query).isEqualTo(1);
        return result.get(0).path("value").get(1).stringValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal", "wal-snappy"})
    void weReadIt(String log) throws IOException {
        write(log);
        var options = TsdbTest.options().outOfOrderWindow(Duration.ofHours(1)).retention(Duration.ZERO).build();
        try (Tsdb tsdb = Tsdb.open(data, options, new TsdbMetrics())) {
            assertThat(data.resolve("quarantine")).doesNotExist();
            var all = StoredSeries.all(tsdb);
            var floats = blockFloats();
            headFloats().forEach((labels, samples) -> floats.computeIfAbsent(labels, l -> new TreeMap<>())
                    .putAll(samples));
            floats.forEach((labels, samples) -> {
                var found = new TreeMap<Long, String>();
                all.get(labels).forEach((time, text) -> {
                    if (!text.equals("stale")) {
                        found.put(time, "" + Double
                                .doubleToLongBits(Double.longBitsToDouble(Long.parseUnsignedLong(text, 16))));
                    }
                });
                assertThat(found).as("%s", labels).isEqualTo(samples);
            });
            assertThat(all.get(GoldenBlock.HISTOGRAMS).keySet()).containsExactly(T + 30_000, T + 45_000, U, U + 15_000);
            assertThat(all.get(GoldenBlock.HISTOGRAMS).get(U + 15_000)).startsWith("integers 8 3 20.0 schema 1 ")
                    .endsWith(" / 0:2.0 1:1.0 3:1.0 4:1.0 /");
            assertThat(all.get(GoldenBlock.FLOAT_HISTOGRAMS).keySet()).containsExactly(T, T + 15_000, T + 30_000, U);
            assertThat(all.get(Labels.of("__name__", "n")).get(U)).startsWith("integers 6 0 4.25 schema -53 ");
            assertThat(all.get(Labels.of("__name__", "m")).get(U)).startsWith("floats 6.0 0.0 4.25 schema -53 ");
            assertThat(tsdb.metadata("a"))
                    .hasToString("{a=[MetricMetadata[type=COUNTER, unit=seconds, help=how long]]}");
            assertThat(tsdb.metadata("size")).containsOnlyKeys("size");
            assertThat(tsdb.metadata("c")).containsOnlyKeys("c");
        }
    }

    /// Without stale markers, which no query shows, and what the tombstones delete.
    private static TreeMap<Labels, TreeMap<Long, String>> blockFloats() {
        var all = new TreeMap<Labels, TreeMap<Long, String>>();
        all.put(A1, samples(T, 0, 1, 45_001, 2.5, 75_000, 15.5, 90_000, 14.0625));
        all.put(A2, samples(T, 0, -0.0));
        return all;
    }

    private static TreeMap<Labels, TreeMap<Long, String>> headFloats() {
        var all = new TreeMap<Labels, TreeMap<Long, String>>();
        all.put(A1, samples(U, -60_000, 15.5, -45_000, 14.0625, -30_000, 3.25, 0, 1, 15_000, 2.5, 30_000, Double.NaN));
        all.put(A2, samples(U, -55_000, 7, -50_000, 5, -40_000, 6, 30_000, 7));
        all.put(Labels.of("__name__", "c"), samples(U, 15_000, 10));
        return all;
    }

    private static TreeMap<Long, String> samples(long start, double... timesAndValues) {
        var samples = new TreeMap<Long, String>();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            samples.put(start + (long) timesAndValues[i], "" + Double.doubleToLongBits(timesAndValues[i + 1]));
        }
        return samples;
    }
}
