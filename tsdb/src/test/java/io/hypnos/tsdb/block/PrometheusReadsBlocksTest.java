package io.hypnos.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.tsdb.testing.PrometheusServer;
import io.hypnos.tsdb.testing.Promtool;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.testing.SeriesData;

/// Random blocks as the real Prometheus sees them. `-Dhypnos.promtool=…` and `-Dhypnos.prometheus=…` choose another than that on the `PATH`.
class PrometheusReadsBlocksTest {

    private static final long FROM = 1_700_006_400_000L;
    /// Histograms are at multiples of this.
    private static final long STEP = 15_000;
    private static final long TO = FROM + 7_200_000;

    @TempDir
    Path directory;

    @Test
    void promtoolDumpsEveryFloatOfBlocksOfAnySize() throws IOException {
        var promtool = new Promtool();
        for (int series : new int[]{1, 3, 40, 10_000}) {
            Path base = Files.createDirectories(directory.resolve("s" + series));
            var data = random(new Random(series), series, series > 1000 ? 5 : 600);
            var meta = write(base, data);
            var floats = Promtool.floats(data);
            var dumped = promtool.dump(base);
            assertThat(dumped.keySet()).isEqualTo(floats.keySet());
            floats.forEach((labels, samples) -> assertThat(dumped.get(labels)).as(labels).isEqualTo(samples));
            assertThat(promtool.tsdb("list", base.toString())).contains(meta.ulid().toString())
                    .containsPattern("\\s" + meta.stats().samples() + "\\s+" + meta.stats().chunks() + "\\s+"
                            + meta.stats().series() + "\\s");
            assertThat(promtool.tsdb("analyze", base.toString())).containsPattern("Series: " + series + "\n")
                    .contains("Block ID: " + meta.ulid());
        }
    }

    @Test
    void aServerAnswersEverySample() throws IOException, InterruptedException {
        Path base = Files.createDirectories(directory.resolve("data"));
        var data = random(new Random(300), 300, 500);
        var meta = write(base, data);
        try (var server = PrometheusServer.start(base)) {
            var found = new TreeMap<Labels, TreeMap<Long, String>>();
            for (JsonNode series : server.query("{__name__=~\".+\"}[2h]", TO)) {
                addFloats(series, found.computeIfAbsent(labels(series.path("metric")), l -> new TreeMap<>()));
            }
            // Prometheus 2.42 mixes histograms of different layouts up when it selects a range.
            for (JsonNode series : server.queryRange("{__name__=~\".+\"}", FROM, TO, STEP)) {
                addHistograms(series, found.computeIfAbsent(labels(series.path("metric")), l -> new TreeMap<>()));
            }
            found.values().removeIf(TreeMap::isEmpty);
            var expected = new TreeMap<Labels, TreeMap<Long, String>>();
            for (Labels labels : data.labels()) {
                var samples = answer(data.stored(labels));
                if (!samples.isEmpty()) {
                    expected.put(labels, samples);
                }
            }
            SeriesData.assertSame(found, expected);
            assertThat(server.log()).doesNotContain("corrupt").doesNotContain("level=error");
        }
        assertThat(base.resolve(meta.ulid().toString())).exists();
    }

    private static BlockMeta write(Path base, SeriesData data) throws IOException {
        var ulid = new UlidGenerator(java.time.Clock.systemUTC()).next();
        try (var writer = LabelledBlockWriter.create(base, ulid, 1 << 18)) {
            for (Labels labels : data.labels()) {
                writer.add(labels, data.chunks(labels));
            }
            return writer.finish(BlockDraft.original(ulid, FROM, TO)).orElseThrow();
        }
    }

    /// Floats and histograms of the kinds that Prometheus 2.42 knows: it misreads custom buckets and names that are not plain.
    private static SeriesData random(Random random, int series, int maxSamples) {
        var data = new SeriesData();
        for (int i = 0; i < series; i++) {
            var labels = Labels.of("__name__", "metric_" + i % 7, "instance", "host-" + i, "Zone",
                    i % 3 == 0 ? "" : "a\n\"b\\\uFFFD\uD83D\uDE00" + i % 5);
            data.add(labels, samples(random, 1 + random.nextInt(maxSamples)));
        }
        return data;
    }

    private static StoredSamples samples(Random random, int count) {
        long[] times = random.longs(count, FROM, TO).distinct().sorted().toArray();
        var samples = new StoredSamples();
        int kind = random.nextInt(5);
        if (kind > 1) {
            double[] values = RandomSamples.values(random, times.length);
            for (int i = 0; i < times.length; i++) {
                samples.add(times[i], values[i]);
            }
            return samples;
        }
        times = Arrays.stream(times).map(time -> time - time % STEP).distinct().toArray();
        var layout = RandomHistograms.exponentialLayout(random);
        boolean gauge = random.nextBoolean();
        for (long time : times) {
            if (random.nextInt(40) == 0) {
                layout = RandomHistograms.exponentialLayout(random);
            }
            var hint = gauge ? CounterResetHint.GAUGE : CounterResetHint.UNKNOWN;
            samples.add(time, kind == 0
                    ? RandomHistograms.integer(random, layout, hint)
                    : RandomHistograms.floating(random, layout, hint));
        }
        return samples;
    }

    private static Labels labels(JsonNode metric) {
        var labels = new TreeMap<String, String>();
        metric.forEachEntry((name, value) -> labels.put(name, value.stringValue()));
        return Labels.of(labels);
    }

    private static void addFloats(JsonNode series, TreeMap<Long, String> samples) {
        for (JsonNode value : series.path("values")) {
            samples.put(millis(value), "" + Promtool.bits(value.get(1).stringValue()));
        }
    }

    private static void addHistograms(JsonNode series, TreeMap<Long, String> samples) {
        for (JsonNode value : series.path("histograms")) {
            JsonNode histogram = value.get(1);
            var counts = new ArrayList<Double>();
            for (JsonNode bucket : histogram.path("buckets")) {
                counts.add(Double.valueOf(bucket.get(3).stringValue()));
            }
            samples.put(millis(value), histogram(Double.parseDouble(histogram.path("count").stringValue()),
                    Double.parseDouble(histogram.path("sum").stringValue()), counts));
        }
    }

    private static long millis(JsonNode value) {
        return Math.round(value.get(0).doubleValue() * 1000);
    }

    /// What a server shows: no stale markers, one NaN only, and the buckets that have something in them.
    private static TreeMap<Long, String> answer(StoredSamples samples) {
        var answer = new TreeMap<Long, String>();
        for (int i = 0; i < samples.size(); i++) {
            Histogram histogram = samples.histogram(i);
            String text = switch (histogram) {
                case null -> StaleMarker.is(samples.value(i)) ? null : "" + Double.doubleToLongBits(samples.value(i));
                case IntegerHistogram integers -> histogram(integers.count(), integers.sum(),
                        counts(Arrays.stream(integers.buckets()).asDoubleStream().toArray(), integers.zeroCount()));
                case FloatHistogram floats -> histogram(floats.count(), floats.sum(),
                        counts(floats.buckets(), floats.zeroCount()));
            };
            if (text != null) {
                answer.put(samples.time(i), text);
            }
        }
        return answer;
    }

    private static List<Double> counts(double[] buckets, double zeroCount) {
        var counts = new ArrayList<Double>();
        for (double bucket : buckets) {
            counts.add(bucket);
        }
        counts.add(zeroCount);
        return counts;
    }

    private static String histogram(double count, double sum, List<Double> counts) {
        return count + " " + Double.doubleToLongBits(sum) + " "
                + counts.stream().filter(bucket -> bucket != 0).sorted().toList();
    }

    @Test
    void promtoolReadsManyRandomBlocks() {
        var promtool = new Promtool();
        Seeds.forEach(Seeds.rounds("hypnos.promtool.rounds", 3), random -> {
            Path base = directory.resolve("r" + random.nextLong());
            try {
                Files.createDirectories(base);
                var data = random(random, 1 + random.nextInt(1 << random.nextInt(9)), 1 << random.nextInt(10));
                write(base, data);
                assertThat(promtool.dump(base)).isEqualTo(Promtool.floats(data));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
