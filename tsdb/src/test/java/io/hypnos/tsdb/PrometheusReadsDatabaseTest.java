package io.hypnos.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.tsdb.testing.PrometheusServer;
import io.hypnos.tsdb.testing.Promtool;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.testing.SeriesData;

/// What goes through a head, as the real Prometheus sees it: in blocks, in the log and in head chunks.
class PrometheusReadsDatabaseTest {

    private static final long FROM = 1_700_006_400_000L;
    private static final long STEP = 15_000;

    @TempDir
    Path directory;

    @Test
    void promtoolDumpsEveryFloatThatAHeadTurnedIntoBlocks() {
        var promtool = new Promtool();
        int[] sizes = {1, 37, 400, 10_000};
        Seeds.forEach(Seeds.rounds("hypnos.promtool.rounds", sizes.length), random -> {
            int series = sizes[random.nextInt(sizes.length)];
            Path base = directory.resolve("d" + random.nextInt(1 << 30));
            var data = random(random, series, series > 1000 ? 6 : 800);
            try (Tsdb tsdb = open(base)) {
                append(tsdb, data, random);
                tsdb.flush();
                SeriesData.assertSame(StoredSeries.all(tsdb), stored(data));
            }
            assertThat(promtool.dump(base)).isEqualTo(Promtool.floats(data));
        });
    }

    @Test
    void aServerAnswersEverythingAfterACleanStop() throws IOException, InterruptedException {
        var random = new Random(5);
        Path base = directory.resolve("data");
        var data = random(random, 200, 900);
        try (Tsdb tsdb = open(base)) {
            append(tsdb, data, random);
            tsdb.tick();
            tsdb.maintain();
            assertThat(tsdb.blocks()).as("blocks, and more in the head").isNotEmpty();
            assertThat(tsdb.headStatistics(1).range().isEmpty()).isFalse();
        }
        try (var server = PrometheusServer.start(base)) {
            SeriesData.assertSame(floats(server), floats(data));
            var histograms = histogramCounts(server);
            assertThat(histograms).isEqualTo(histogramCounts(data));
            assertThat(server.log()).doesNotContain("corrupt").doesNotContain("level=error");
        }
    }

    private static Tsdb open(Path path) {
        return Tsdb.open(path, TsdbTest.options().retention(Duration.ZERO).build(), new TsdbMetrics());
    }

    /// Appends everything in the order of time, in batches of random size.
    private static void append(Tsdb tsdb, SeriesData data, Random random) {
        record Sample(Labels labels, int index, long time) {}
        var samples = new ArrayList<Sample>();
        for (Labels labels : data.labels()) {
            StoredSamples of = data.stored(labels);
            for (int i = 0; i < of.size(); i++) {
                samples.add(new Sample(labels, i, of.time(i)));
            }
        }
        Collections.shuffle(samples, random);
        samples.sort((a, b) -> Long.compare(a.time, b.time));
        Appender appender = tsdb.appender();
        int left = 0;
        for (Sample sample : samples) {
            StoredSamples of = data.stored(sample.labels);
            Histogram histogram = of.histogram(sample.index);
            if (histogram == null) {
                appender.add(sample.labels, sample.time, of.value(sample.index));
            } else {
                appender.add(sample.labels, sample.time, histogram);
            }
            if (left-- <= 0) {
                assertThat(appender.commit().isComplete()).isTrue();
                left = random.nextInt(5_000);
            }
        }
        assertThat(appender.commit().isComplete()).isTrue();
    }

    /// Series of floats of every kind, and some of histograms of the kinds that Prometheus 2.42 knows.
    private static SeriesData random(Random random, int series, int maxSamples) {
        var data = new SeriesData();
        for (int i = 0; i < series; i++) {
            var samples = new StoredSamples();
            int count = 1 + random.nextInt(maxSamples);
            long start = FROM + random.nextInt(1_000) * STEP;
            if (i % 10 == 9) {
                var layout = RandomHistograms.exponentialLayout(random);
                for (int n = 0; n < count; n++) {
                    samples.add(start + n * STEP, i % 20 == 9
                            ? RandomHistograms.integer(random, layout, CounterResetHint.UNKNOWN)
                            : RandomHistograms.floating(random, layout, CounterResetHint.UNKNOWN));
                }
            } else {
                double[] values = RandomSamples.values(random, count);
                for (int n = 0; n < count; n++) {
                    samples.add(start + n * STEP + random.nextInt(1000), values[n]);
                }
            }
            data.add(Labels.of("__name__", (i % 10 == 9 ? "histogram_" : "metric_") + i % 7, "instance", "host-" + i,
                    "text", i % 3 == 0 ? "" : "a\n\"b\\�😀" + i % 5), samples);
        }
        return data;
    }

    /// As [StoredSeries] tells samples apart.
    private static TreeMap<Labels, TreeMap<Long, String>> stored(SeriesData data) {
        var all = new TreeMap<Labels, TreeMap<Long, String>>();
        for (Labels labels : data.labels()) {
            StoredSamples samples = data.stored(labels);
            var texts = new TreeMap<Long, String>();
            for (int i = 0; i < samples.size(); i++) {
                texts.put(samples.time(i), StoredSeries.text(samples, i));
            }
            all.put(labels, texts);
        }
        return all;
    }

    private static TreeMap<Labels, TreeMap<Long, String>> floats(SeriesData data) {
        var all = new TreeMap<Labels, TreeMap<Long, String>>();
        for (Labels labels : data.labels()) {
            StoredSamples samples = data.stored(labels);
            for (int i = 0; i < samples.size(); i++) {
                if (samples.histogram(i) == null && !StaleMarker.is(samples.value(i))) {
                    all.computeIfAbsent(labels, l -> new TreeMap<>()).put(samples.time(i),
                            "" + Double.doubleToLongBits(samples.value(i)));
                }
            }
        }
        return all;
    }

    private static TreeMap<Labels, TreeMap<Long, String>> floats(PrometheusServer server)
            throws IOException, InterruptedException {
        return server.floats("{__name__=~\"metric_.*\"}[10h]", FROM + 36_000_000);
    }

    private static TreeMap<Labels, Integer> histogramCounts(PrometheusServer server)
            throws IOException, InterruptedException {
        var counts = new TreeMap<Labels, Integer>();
        for (JsonNode series : server.query("count_over_time({__name__=~\"histogram_.*\"}[10h])", FROM + 36_000_000)) {
            counts.put(PrometheusServer.labels(series), Integer.parseInt(series.path("value").get(1).stringValue()));
        }
        return counts;
    }

    private static TreeMap<Labels, Integer> histogramCounts(SeriesData data) {
        var counts = new TreeMap<Labels, Integer>();
        for (Labels labels : data.labels()) {
            if (labels.metricName().startsWith("histogram_")) {
                counts.put(labels.without(List.of("__name__")), data.stored(labels).size());
            }
        }
        return counts;
    }
}
