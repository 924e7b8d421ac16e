package io.hypnos.tsdb.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.series.testing.RandomSamples;

/// Series with their samples in plain maps: what tests write somewhere and want to find again. A sample is a text that tells it from all others, down
/// to the payload of a NaN; reset hints are left out, for rewriting may lose them.
public final class SeriesData {

    private final TreeMap<Labels, TreeMap<Long, String>> series = new TreeMap<>();
    private final TreeMap<Labels, StoredSamples> stored = new TreeMap<>();

    public TreeMap<Labels, TreeMap<Long, String>> series() {
        return series;
    }

    public StoredSamples stored(Labels labels) {
        return stored.get(labels);
    }

    public void add(Labels labels, StoredSamples samples) {
        stored.put(labels, samples);
        var texts = new TreeMap<Long, String>();
        for (int i = 0; i < samples.size(); i++) {
            texts.put(samples.time(i), text(samples, i));
        }
        series.put(labels, texts);
    }

    /// The chunks that a writer of 120-sample chunks makes of one series.
    public List<Chunk> chunks(Labels labels) {
        var writer = new ChunkWriter();
        StoredSamples samples = stored.get(labels);
        writer.append(samples, 0, samples.size());
        return writer.finish();
    }

    /// What a set has, read to its end and closed.
    public static TreeMap<Labels, TreeMap<Long, String>> of(ChunkSeriesSet set) {
        var found = new TreeMap<Labels, TreeMap<Long, String>>();
        Labels last = null;
        try (set) {
            while (set.next()) {
                ChunkSeries one = set.series();
                if (last != null && last.compareTo(one.labels()) >= 0) {
                    throw new AssertionError(one.labels() + " after " + last);
                }
                last = one.labels();
                found.put(one.labels(), texts(one.chunks()));
            }
        }
        return found;
    }

    public static TreeMap<Long, String> texts(List<? extends SeriesChunk> chunks) {
        var texts = new TreeMap<Long, String>();
        var samples = new StoredSamples();
        for (SeriesChunk chunk : chunks) {
            samples.clear();
            ChunkDecoder.decode((Chunk) chunk, samples);
            if (samples.time(0) != chunk.minTime() || samples.time(samples.size() - 1) != chunk.maxTime()) {
                throw new AssertionError(chunk + " has other times");
            }
            for (int i = 0; i < samples.size(); i++) {
                if (texts.put(samples.time(i), text(samples, i)) != null) {
                    throw new AssertionError("two samples at " + samples.time(i));
                }
            }
        }
        return texts;
    }

    /// Those of the samples that a test accepts, without series that have none left.
    public static TreeMap<Labels, TreeMap<Long, String>> filtered(TreeMap<Labels, TreeMap<Long, String>> all,
            Predicate<Labels> series, Predicate<Long> times) {
        var kept = new TreeMap<Labels, TreeMap<Long, String>>();
        all.forEach((labels, samples) -> {
            var some = new TreeMap<>(samples);
            some.keySet().removeIf(times.negate());
            if (series.test(labels) && !some.isEmpty()) {
                kept.put(labels, some);
            }
        });
        return kept;
    }

    /// A text that tells a sample from all others.
    public static String text(StoredSamples samples, int i) {
        Histogram histogram = samples.histogram(i);
        return switch (histogram) {
            case null -> Long.toHexString(Double.doubleToRawLongBits(samples.value(i)));
            case IntegerHistogram integers when integers.isStale() -> "stale integer histogram";
            case FloatHistogram floats when floats.isStale() -> "stale float histogram";
            case IntegerHistogram integers -> "integers " + integers.count() + ' ' + integers.zeroCount() + ' '
                    + integers.sum() + buckets(integers.layout(), bucket -> integers.buckets()[bucket]);
            case FloatHistogram floats -> "floats " + floats.count() + ' ' + floats.zeroCount() + ' ' + floats.sum()
                    + buckets(floats.layout(), bucket -> floats.buckets()[bucket]);
        };
    }

    /// The buckets that are not empty: an appender may add empty ones and lay them out anew.
    private static String buckets(HistogramLayout layout, IntToDoubleFunction count) {
        var text = new StringBuilder(" schema " + layout.schema() + " zero " + layout.zeroThreshold() + ' '
                + Arrays.toString(layout.customValues()));
        int at = 0;
        for (Spans side : List.of(layout.positive(), layout.negative())) {
            text.append(" /");
            for (int index : side.bucketIndices()) {
                double buckets = count.applyAsDouble(at++);
                if (buckets != 0) {
                    text.append(' ').append(index).append(':').append(buckets);
                }
            }
        }
        return text.toString();
    }

    /// Fails with the first difference.
    public static void assertSame(TreeMap<Labels, TreeMap<Long, String>> actual,
            TreeMap<Labels, TreeMap<Long, String>> expected) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((labels, samples) -> {
            assertThat(actual.get(labels).keySet()).as("%s", labels).containsExactlyElementsOf(samples.keySet());
            samples.forEach((time, text) -> assertThat(actual.get(labels).get(time)).as("%s at %d", labels, time)
                    .isEqualTo(text));
        });
    }

    /// Random series of every kind with times in `[from, to)`.
    public static SeriesData random(Random random, int series, long from, long to, int maxSamples) {
        var data = new SeriesData();
        for (int i = 0; i < series; i++) {
            data.add(labels(random, i), samples(random, from, to, maxSamples));
        }
        return data;
    }

    public static Labels labels(Random random, int number) {
        var labels = new LabelsBuilder().set("__name__", "metric_" + number % 7).set("instance", "host-" + number);
        if (random.nextInt(3) == 0) {
            labels.set("é\uD83D\uDE00", "\uFFFD" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            labels.set("le", "" + random.nextInt(5));
        }
        if (random.nextBoolean()) {
            labels.set("Zone", "a\n\"b\\" + random.nextInt(3));
        }
        return labels.build();
    }

    public static StoredSamples samples(Random random, long from, long to, int maxSamples) {
        var samples = new StoredSamples();
        int count = 1 + random.nextInt(maxSamples);
        long[] times = random.longs(count, from, to).distinct().sorted().toArray();
        switch (random.nextInt(6)) {
            case 0 -> integers(random, times, samples);
            case 1 -> floats(random, times, samples);
            case 2 -> mixed(random, times, samples);
            default -> {
                double[] values = RandomSamples.values(random, times.length);
                for (int i = 0; i < times.length; i++) {
                    samples.add(times[i], values[i]);
                }
            }
        }
        return samples;
    }

    private static void integers(Random random, long[] times, StoredSamples samples) {
        var histogram = RandomHistograms.integer(random);
        for (long time : times) {
            samples.add(time, histogram);
            histogram = RandomHistograms.next(random, histogram);
        }
    }

    private static void floats(Random random, long[] times, StoredSamples samples) {
        var layout = RandomHistograms.layout(random);
        for (long time : times) {
            layout = random.nextInt(10) == 0 ? RandomHistograms.layout(random) : layout;
            samples.add(time, random.nextInt(30) == 0
                    ? FloatHistogram.STALE
                    : RandomHistograms.floating(random, layout, CounterResetHint.UNKNOWN));
        }
    }

    private static void mixed(Random random, long[] times, StoredSamples samples) {
        for (long time : times) {
            switch (random.nextInt(3)) {
                case 0 -> samples.add(time, random.nextGaussian());
                case 1 -> samples.add(time, RandomHistograms.integer(random));
                default -> samples.add(time, RandomHistograms.floating(random));
            }
        }
    }

    /// All labels, for tests that compare sets of them.
    public List<Labels> labels() {
        return new ArrayList<>(series.keySet());
    }
}
