package io.hypnos.series.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
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
    /// In seconds: by then the merge has made its choice between clocks that differ.
    private static final int FIRST_RESET = 60;
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
            boolean totals = AggregateChoice.of(function) == AggregateChoice.COUNTER && random.nextBoolean();
            for (List<Sample> replica : replicas) {
                List<SeriesChunk> chunks = chunks(random, replica);
                series.add(new ChunkSeries(LABELS, totals ? downsampled(chunks) : chunks));
                expectedInput.add(inside(range, totals ? PlainPenalty.counterTotal(List.of(replica)) : replica));
            }
            var options = new DedupOptions(DedupMode.PENALTY, range, function);
            List<Sample> actual = read(series, options);
            List<Sample> expected = options.isCounter() && !totals
                    ? PlainPenalty.mergeRaw(expectedInput)
                    : PlainPenalty.merge(expectedInput, options.isCounter());
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

    /// One counter that restarts now and then, seen by two scrapers with clocks, holes and stale markers of their own, one of which may miss a
    /// part of what the other counts: what PromQL makes of the merged samples never grows faster than what was counted.
    @Test
    void neverGrowsFasterThanWhatWasCounted(Random random) {
        for (int round = 0; round < ROUNDS / 2; round++) {
            double[] counted = counter(random, 3_000);
            double missed = random.nextInt(3) == 0 ? random.nextInt(50) / 1000.0 : 0;
            List<ChunkSeries> series = new ArrayList<>();
            for (int r = 0; r < 2; r++) {
                List<Sample> replica = scraped(random, counted, r == 0 ? 1 : 1 - missed);
                series.add(new ChunkSeries(LABELS, chunks(random, replica)));
            }
            List<Sample> merged = read(series, new DedupOptions(DedupMode.PENALTY, TimeRange.ALL, "rate"));
            double truth = 0;
            for (int i = 1; i < counted.length; i++) {
                truth += counted[i] < counted[i - 1] ? counted[i] : counted[i] - counted[i - 1];
            }
            // Between two resets, what one replica has missed may come once with the other; and of a reset just where clocks that differ hide it
            // the minutes around it may come twice. A reset taken for another would bring all that was counted since the last.
            double allowed = truth * 1.1 + missed * (counted[0] + truth);
            assertThat(increase(merged)).as("%s", series).isLessThanOrEqualTo(allowed);
        }
    }

    /// Values second by second.
    private static double[] counter(Random random, int seconds) {
        double[] values = new double[seconds];
        double v = 1e6 * random.nextDouble();
        for (int i = 0; i < seconds; i++) {
            v = i > FIRST_RESET && random.nextInt(800) == 0 ? 0 : v + random.nextInt(1000) / 10.0;
            values[i] = v;
        }
        return values;
    }

    private static List<Sample> scraped(Random random, double[] counted, double share) {
        List<Sample> samples = new ArrayList<>();
        int skew = random.nextInt(10);
        int gaps = random.nextInt(10);
        int phase = random.nextInt(15);
        boolean up = true;
        for (int second = phase; second < counted.length; second += 15) {
            long t = (second + skew) * 1000L;
            boolean wasUp = up;
            up = up ? random.nextInt(100) >= gaps : random.nextInt(4) == 0;
            if (up) {
                samples.add(new Sample(t, counted[second] * share, true));
            } else if (wasUp) {
                samples.add(new Sample(t, StaleMarker.VALUE, true));
            }
        }
        return samples;
    }

    private static double increase(List<Sample> samples) {
        double increase = 0;
        double last = Double.NaN;
        for (Sample sample : samples) {
            if (!Double.isNaN(sample.v())) {
                increase += Double.isNaN(last) ? 0 : sample.v() < last ? sample.v() : sample.v() - last;
                last = sample.v();
            }
        }
        return increase;
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

    /// The same samples as totals of windows that are one sample long.
    private static List<SeriesChunk> downsampled(List<SeriesChunk> chunks) {
        return chunks.stream().map(chunk -> {
            @Nullable
            Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
            parts[Aggregate.COUNTER.ordinal()] = (Chunk) chunk;
            return (SeriesChunk) new AggregateChunk(chunk.minTime(), chunk.maxTime(), parts);
        }).toList();
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
