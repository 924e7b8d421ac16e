package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.naive.BucketScale;
import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.Point;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.labels.Labels;

/// Classic histograms of a `load` turned into native ones with custom buckets, as Prometheus' scrape can do it.
final class CustomBucketConversion {

    /// Empty buckets in a row that stay where all counts are whole.
    private static final int KEPT_GAP = 2;

    private CustomBucketConversion() {}

    /// The parts of one classic histogram at one time.
    private static final class Parts {

        private final TreeMap<Double, Double> cumulative = new TreeMap<>();
        private @Nullable Double count;
        private double sum;
    }

    static Map<Labels, List<Point>> of(Command.Load load) {
        Map<Labels, TreeMap<Long, Parts>> histograms = new LinkedHashMap<>();
        for (Command.LoadedSeries series : load.series()) {
            String name = series.labels().metricName();
            String suffix = name.endsWith("_bucket")
                    ? "_bucket"
                    : name.endsWith("_count") ? "_count" : name.endsWith("_sum") ? "_sum" : "";
            if (suffix.isEmpty()) {
                continue;
            }
            Labels base = series.labels().without(List.of("le")).with(Labels.METRIC_NAME,
                    name.substring(0, name.length() - suffix.length()));
            for (Point point : ScriptStorage.points(load, series)) {
                if (point.histogram() == null) {
                    Parts parts = histograms.computeIfAbsent(base, l -> new TreeMap<>())
                            .computeIfAbsent(point.time(), t -> new Parts());
                    add(parts, suffix, series.labels(), point.value(), load.line());
                }
            }
        }
        Map<Labels, List<Point>> result = new LinkedHashMap<>();
        histograms.forEach((labels, byTime) -> {
            List<Point> points = new ArrayList<>();
            byTime.forEach(
                    (time, parts) -> points.add(new Point(time, 0, histogram(parts, labels, load.line()), 0)));
            result.put(labels, points);
        });
        return result;
    }

    private static void add(Parts parts, String suffix, Labels labels, double value, int line) {
        switch (suffix) {
            case "_bucket" -> {
                double bound = Sequences.number(labels.get("le"), line);
                if (!Double.isNaN(bound)) {
                    parts.cumulative.putIfAbsent(bound, value);
                }
            }
            case "_count" -> parts.count = value;
            default -> parts.sum = value;
        }
    }

    private static NaiveHistogram histogram(Parts parts, Labels labels, int line) {
        TreeMap<Double, Double> cumulative = parts.cumulative;
        Double count = parts.count;
        if (count == null) {
            count = cumulative.isEmpty() ? 0.0 : cumulative.lastEntry().getValue();
        }
        cumulative.putIfAbsent(Double.POSITIVE_INFINITY, count);
        var buckets = new TreeMap<Integer, Double>();
        double before = 0;
        boolean whole = count == Math.rint(count);
        for (double value : cumulative.values()) {
            if (value < before) {
                throw new ScriptException(line, "bucket counts of " + labels + " are not cumulative");
            }
            whole &= value == Math.rint(value);
            buckets.put(buckets.size(), value - before);
            before = value;
        }
        if (count != before) {
            throw new ScriptException(line, "count of " + labels + " is not that of its last bucket");
        }
        removeEmpty(buckets, whole ? KEPT_GAP : 0);
        double[] bounds = cumulative.headMap(Double.POSITIVE_INFINITY).keySet().stream()
                .mapToDouble(Double::doubleValue).toArray();
        return new NaiveHistogram(CounterResetHint.UNKNOWN,
                new BucketScale(HistogramLayout.CUSTOM_BUCKETS, 0, bounds),
                new NaiveHistogram.Totals(count, parts.sum, 0), buckets, new TreeMap<>());
    }

    /// Removes empty buckets at both ends, and in between where more than `keptGap` follow each other.
    private static void removeEmpty(TreeMap<Integer, Double> buckets, int keptGap) {
        int size = buckets.size();
        int from = 0;
        while (from < size) {
            int to = from;
            while (to < size && buckets.get(to) == 0) {
                to++;
            }
            if (to - from > keptGap || from == 0 || to == size) {
                for (int i = from; i < to; i++) {
                    buckets.remove(i);
                }
            }
            from = to + 1;
        }
    }
}
