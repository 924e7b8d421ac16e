package io.hypnos.series.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.Samples;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.dedup.PlainPenalty.Sample;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.Seeded;

/// Replicas with jitter, gaps, resets and everything else that happens to scrapers, against the plain version of the rule.
/// `-Ddedup.rounds=200000` for a long run.
@Seeded
class DedupPropertyTest {

    private static final int ROUNDS = Integer.getInteger("dedup.rounds", 6000);
    private static final Labels LABELS = Labels.of("__name__", "up");
    private static final String[] FUNCTIONS = {"", "rate", "increase", "xrate", "resets", "max_over_time",
        "sum_over_time"};

    @Test
    void penaltyIsTheRuleSampleBySample(Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            int count = 1 + random.nextInt(4);
            List<List<Sample>> replicas = replicas(random, count);
            String function = FUNCTIONS[random.nextInt(FUNCTIONS.length)];
            TimeRange range = range(random);
            List<ChunkSeries> series = new ArrayList<>();
            List<List<Sample>> expectedInput = new ArrayList<>();
            boolean totals = AggregateChoice.of(function) == AggregateChoice.COUNTER && count > 1
                    && !function.equals("resets");
            for (List<Sample> replica : replicas) {
                series.add(new ChunkSeries(LABELS, chunks(random, replica)));
                expectedInput.add(inside(range, totals ? PlainPenalty.counterTotal(List.of(replica)) : replica));
            }
            var options = new DedupOptions(DedupMode.PENALTY, range, function);
            List<Sample> actual = read(series, options);
            List<Sample> expected = PlainPenalty.merge(expectedInput, options.isCounter());
            assertThat(actual).as("%d replicas, %s, %s: %s", count, function, range, replicas).isEqualTo(expected);
        }
    }

    @Test
    void chainHasEveryTimeOnce(Random random) {
        for (int round = 0; round < ROUNDS / 4; round++) {
            List<List<Sample>> replicas = replicas(random, 1 + random.nextInt(4));
            var times = new TreeMap<Long, List<Double>>();
            List<ChunkSeries> series = new ArrayList<>();
            TimeRange range = range(random);
            for (List<Sample> replica : replicas) {
                series.add(new ChunkSeries(LABELS, chunks(random, replica)));
                for (Sample sample : inside(range, replica)) {
                    times.computeIfAbsent(sample.t(), t -> new ArrayList<>()).add(sample.v());
                }
            }
            List<Sample> actual = read(series, new DedupOptions(DedupMode.CHAIN, range, ""));
            assertThat(actual.stream().map(Sample::t)).isEqualTo(List.copyOf(times.keySet()));
            for (Sample sample : actual) {
                assertThat(times.get(sample.t())).contains(sample.v());
            }
        }
    }

    private static TimeRange range(Random random) {
        if (random.nextInt(3) == 0) {
            return TimeRange.ALL;
        }
        long from = random.nextInt(1_000_000);
        return TimeRange.closed(from, from + random.nextInt(1_000_000));
    }

    private static List<Sample> inside(TimeRange range, List<Sample> samples) {
        return samples.stream().filter(sample -> range.contains(sample.t())).toList();
    }

    private static List<List<Sample>> replicas(Random random, int count) {
        int interval = random.nextBoolean() ? 15_000 : 1000 + random.nextInt(30_000);
        int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 40);
        boolean histograms = random.nextInt(4) == 0;
        boolean same = random.nextInt(4) == 0;
        List<List<Sample>> replicas = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            List<Sample> replica = new ArrayList<>();
            long offset = same ? 0 : random.nextInt(interval);
            int jitter = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(interval / 4);
            int gaps = random.nextInt(40);
            double v = random.nextInt(100);
            long last = Long.MIN_VALUE;
            for (int i = 0; i < length; i++) {
                long t = offset + (long) i * interval + (jitter == 0 ? 0 : random.nextInt(jitter));
                if (random.nextInt(100) < gaps) {
                    i += random.nextInt(4) == 0 ? random.nextInt(20) : 0;
                    continue;
                }
                v = random.nextInt(30) == 0 ? random.nextInt(5) : v + random.nextInt(10);
                if (t > last) {
                    boolean isFloat = !histograms || random.nextInt(3) > 0;
                    replica.add(new Sample(t, isFloat && random.nextInt(50) == 0 ? Double.NaN : v, isFloat));
                    last = t;
                }
            }
            replicas.add(replica);
        }
        return replicas;
    }

    private static List<SeriesChunk> chunks(Random random, List<Sample> samples) {
        var writer = new ChunkWriter(1 + random.nextInt(120));
        for (Sample sample : samples) {
            if (sample.isFloat()) {
                writer.append(sample.t(), sample.v());
            } else {
                writer.append(sample.t(),
                        new FloatHistogram(CounterResetHint.UNKNOWN, HistogramLayout.EMPTY, sample.v(), 0,
                                sample.v(), new double[0]));
            }
        }
        List<Chunk> chunks = writer.finish();
        return List.copyOf(chunks);
    }

    private static List<Sample> read(List<ChunkSeries> series, DedupOptions options) {
        List<Sample> samples = new ArrayList<>();
        try (var set = new DedupSeriesSet(ChunkSeriesSet.of(series), options)) {
            assertThat(set.next()).isTrue();
            var columns = new Samples();
            set.series().readInto(columns);
            for (int i = 0; i < columns.size(); i++) {
                int row = columns.histogramRow(i);
                samples.add(row < 0
                        ? new Sample(columns.time(i), columns.value(i), true)
                        : new Sample(columns.time(i), columns.histograms().sum(row), false));
            }
            assertThat(set.next()).isFalse();
        }
        return samples;
    }
}
