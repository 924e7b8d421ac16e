package io.hypnos.series.testing;

import java.util.Random;
import java.util.TreeSet;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;

/// Random native histograms that pass validation, one by one or as series that grow, gain buckets and are reset.
public final class RandomHistograms {

    private static final CounterResetHint[] HINTS = CounterResetHint.values();

    private RandomHistograms() {}

    public static HistogramLayout layout(Random random) {
        return random.nextInt(5) == 0 ? customLayout(random) : exponentialLayout(random);
    }

    public static HistogramLayout exponentialLayout(Random random) {
        int schema = random.nextInt(13) - 4;
        double threshold = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 0x1p-128;
            case 2 -> Math.scalb(1.0, random.nextInt(12) - 8);
            default -> random.nextDouble();
        };
        return new HistogramLayout(schema, threshold, spans(random, -20, 60), spans(random, -20, 60), new double[0]);
    }

    public static HistogramLayout customLayout(Random random) {
        var bounds = new TreeSet<Double>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            bounds.add(random.nextBoolean() ? random.nextInt(2000) / 1000.0 : random.nextGaussian() * 1e5);
        }
        double[] values = bounds.stream().mapToDouble(d -> d == 0 ? 0.0 : d).toArray();
        return new HistogramLayout(HistogramLayout.CUSTOM_BUCKETS, 0, spans(random, 0, values.length + 1), Spans.NONE,
                values);
    }

    /// Spans over some of the indices from `from` to `to`, exclusive; now and then cut finer than needed.
    public static Spans spans(Random random, int from, int to) {
        int[] indices = new int[Math.max(0, to - from)];
        int size = 0;
        int density = random.nextInt(4);
        for (int i = from; i < to && density > 0; i++) {
            if (random.nextInt(4) < density) {
                indices[size++] = i;
            }
        }
        Spans spans = Spans.ofIndices(indices, size);
        return random.nextInt(4) == 0 ? split(random, spans) : spans;
    }

    private static Spans split(Random random, Spans spans) {
        int[] offsets = new int[spans.size() * 2];
        int[] lengths = new int[spans.size() * 2];
        for (int i = 0; i < spans.size(); i++) {
            int first = random.nextInt(spans.length(i) + 1);
            offsets[2 * i] = spans.offset(i);
            lengths[2 * i] = first;
            lengths[2 * i + 1] = spans.length(i) - first;
        }
        return new Spans(offsets, lengths);
    }

    public static IntegerHistogram integer(Random random) {
        return integer(random, layout(random), HINTS[random.nextInt(HINTS.length)]);
    }

    public static IntegerHistogram integer(Random random, HistogramLayout layout, CounterResetHint hint) {
        long[] buckets = new long[layout.bucketCount()];
        long zeroCount = layout.usesCustomBuckets() ? 0 : random.nextInt(10);
        long count = zeroCount;
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = random.nextInt(3) == 0 ? 0 : random.nextInt(1 << random.nextInt(20));
            count += buckets[i];
        }
        return new IntegerHistogram(hint, layout, count, zeroCount, random.nextGaussian() * 1000, buckets);
    }

    public static FloatHistogram floating(Random random) {
        return floating(random, layout(random), HINTS[random.nextInt(HINTS.length)]);
    }

    public static FloatHistogram floating(Random random, HistogramLayout layout, CounterResetHint hint) {
        double[] buckets = new double[layout.bucketCount()];
        double zeroCount = layout.usesCustomBuckets() ? 0 : random.nextInt(100) / 4.0;
        double count = zeroCount;
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> random.nextDouble() * 100;
                default -> random.nextInt(1000);
            };
            count += buckets[i];
        }
        return new FloatHistogram(hint, layout, count, zeroCount, random.nextGaussian() * 1000, buckets);
    }

    /// A histogram that might follow `before` in a series: grown, mostly with the same buckets, sometimes with more, fewer or others,
    /// sometimes reset or a stale marker.
    public static IntegerHistogram next(Random random, IntegerHistogram before) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return IntegerHistogram.STALE;
        }
        if (kind == 1 || before.isStale()) {
            return integer(random, layout(random), before.hint());
        }
        HistogramLayout layout = kind < 5 && !before.layout().usesCustomBuckets()
                ? otherBuckets(random, before.layout())
                : before.layout();
        boolean grows = kind != 2;
        long[] buckets = new long[layout.bucketCount()];
        long zeroCount = layout.usesCustomBuckets() ? 0 : before.zeroCount() + random.nextInt(3);
        long count = zeroCount;
        for (int i = 0; i < buckets.length; i++) {
            long old = grows ? countAt(before, layout, i) : 0;
            buckets[i] = old + (random.nextInt(3) == 0 ? random.nextInt(30) : 0);
            count += buckets[i];
        }
        CounterResetHint hint = before.hint() == CounterResetHint.GAUGE
                ? CounterResetHint.GAUGE
                : random.nextInt(30) == 0 ? CounterResetHint.RESET : CounterResetHint.UNKNOWN;
        return new IntegerHistogram(hint, layout, count, zeroCount, before.sum() + random.nextInt(100), buckets);
    }

    private static long countAt(IntegerHistogram histogram, HistogramLayout layout, int bucket) {
        int split = layout.positive().bucketCount();
        boolean positive = bucket < split;
        int index = positive
                ? layout.positive().bucketIndices()[bucket]
                : layout.negative().bucketIndices()[bucket - split];
        int[] indices = (positive ? histogram.layout().positive() : histogram.layout().negative()).bucketIndices();
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] == index) {
                return histogram.buckets()[positive ? i : histogram.layout().positive().bucketCount() + i];
            }
        }
        return 0;
    }

    private static HistogramLayout otherBuckets(Random random, HistogramLayout layout) {
        return new HistogramLayout(layout.schema(), layout.zeroThreshold(),
                random.nextBoolean() ? layout.positive() : wider(random, layout.positive()),
                random.nextBoolean() ? layout.negative() : wider(random, layout.negative()), layout.customValues());
    }

    private static Spans wider(Random random, Spans spans) {
        var indices = new TreeSet<Integer>();
        for (int index : spans.bucketIndices()) {
            if (random.nextInt(20) != 0) {
                indices.add(index);
            }
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            indices.add(random.nextInt(90) - 30);
        }
        int[] sorted = indices.stream().mapToInt(Integer::intValue).toArray();
        return Spans.ofIndices(sorted, sorted.length);
    }
}
