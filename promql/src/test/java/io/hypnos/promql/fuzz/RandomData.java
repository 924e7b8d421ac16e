package io.hypnos.promql.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.hypnos.promql.naive.BucketScale;
import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.Point;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.labels.Labels;

/// A small set of series of every kind that there is: counters with resets, gauges, classic and native histograms, series that change from
/// floats to histograms and back, gaps, stale markers, and numbers that are none. Samples stand about 15 s apart, on a grid of 5 s.
final class RandomData {

    static final long GRID = 5_000;
    /// Slots of the grid: half an hour.
    static final int SLOTS = 360;

    private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

    private final Dice dice;
    private final Map<Labels, List<Point>> series = new LinkedHashMap<>();

    private RandomData(long seed) {
        this.dice = new Dice(seed);
    }

    static Map<Labels, List<Point>> of(long seed) {
        var data = new RandomData(seed);
        data.fill();
        return data.series;
    }

    private void fill() {
        for (String job : List.of("api", "db")) {
            for (String instance : List.of("0", "1", "2")) {
                for (String code : List.of("200", "500")) {
                    add(counter(), "__name__", "requests_total", "job", job, "instance", instance, "code", code);
                }
                add(gauge(), "__name__", "load", "job", job, "instance", instance);
                add(odd(), "__name__", "odd", "job", job, "instance", instance);
                add(histograms(Kind.EXPONENTIAL), "__name__", "latency", "job", job, "instance", instance);
                classic(job, instance);
            }
            add(gauge(), "__name__", "limit", "job", job);
            add(histograms(Kind.CUSTOM), "__name__", "custom", "job", job);
            add(histograms(Kind.GAUGE), "__name__", "gauges", "job", job);
            add(histograms(Kind.MIXED_SCHEMAS), "__name__", "schemas", "job", job);
            add(mixed(), "__name__", "mixed", "job", job, "instance", "0");
        }
        add(counter(), "__name__", "up", "job", "api", "instance", "0", "größe", "x\"y");
        add(constant(1), "__name__", "target_info", "job", "api", "instance", "0", "version", "v1.10");
        add(constant(1), "__name__", "target_info", "job", "db", "instance", "1", "version", "v1.9");
    }

    private void add(List<Point> points, String... labels) {
        series.put(Labels.of(labels), points);
    }

    /// The times at which a series is scraped, with jitter and gaps.
    private List<Long> times() {
        List<Long> times = new ArrayList<>();
        int slot = dice.below(4);
        while (slot < SLOTS) {
            times.add(slot * GRID);
            slot += dice.oneIn(12) ? dice.between(2, 4) : 3;
            if (dice.oneIn(40)) {
                slot += dice.between(5, 100);
            }
        }
        return times;
    }

    private Point orStale(Point point) {
        return dice.oneIn(50) ? new Point(point.time(), STALE, null, 0) : point;
    }

    private List<Point> counter() {
        List<Point> points = new ArrayList<>();
        double value = dice.oneIn(2) ? 0 : dice.below(1_000_000);
        for (long time : times()) {
            value = dice.oneIn(25) ? dice.below(10) : value + dice.below(30) * (dice.oneIn(3) ? 0.5 : 1);
            points.add(orStale(new Point(time, value, null, 0)));
        }
        return points;
    }

    private List<Point> gauge() {
        List<Point> points = new ArrayList<>();
        double value = dice.between(-50, 50);
        for (long time : times()) {
            value += dice.unit() * 10 - 5;
            points.add(orStale(new Point(time, dice.oneIn(4) ? Math.rint(value) : value, null, 0)));
        }
        return points;
    }

    private List<Point> constant(double value) {
        return times().stream().map(t -> new Point(t, value, null, 0)).toList();
    }

    private List<Point> odd() {
        List<Point> points = new ArrayList<>();
        for (long time : times()) {
            double value = dice.pick(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1.0,
                    -1.0, 1e300, -1e300, Double.MIN_VALUE, 1e-300, 2.0, 3.0, 0.1);
            points.add(orStale(new Point(time, dice.oneIn(2) ? dice.between(-3, 3) : value, null, 0)));
        }
        return points;
    }

    private void classic(String job, String instance) {
        List<Long> times = times();
        double[] counts = new double[4];
        String[] bounds = {"0.1", "1", "5", "+Inf"};
        List<List<Point>> buckets = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>());
        for (long time : times) {
            boolean reset = dice.oneIn(30);
            double cumulative = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = reset ? 0 : counts[i] + dice.below(4);
                cumulative += counts[i];
                // A broken scrape now and then.
                double written = dice.oneIn(80) ? Math.max(0, cumulative - 3) : cumulative;
                buckets.get(i).add(new Point(time, written, null, 0));
            }
        }
        for (int i = 0; i < bounds.length; i++) {
            add(buckets.get(i), "__name__", "duration_bucket", "job", job, "instance", instance, "le", bounds[i]);
        }
    }

    private List<Point> mixed() {
        List<Point> points = new ArrayList<>();
        List<Point> histograms = histograms(Kind.EXPONENTIAL);
        boolean floats = dice.oneIn(2);
        for (Point point : histograms) {
            floats ^= dice.oneIn(15);
            points.add(floats ? new Point(point.time(), dice.below(100), null, 0) : point);
        }
        return points;
    }

    private enum Kind {
        EXPONENTIAL, CUSTOM, GAUGE, MIXED_SCHEMAS
    }

    private List<Point> histograms(Kind kind) {
        List<Point> points = new ArrayList<>();
        BucketScale scale = scale(kind);
        var positive = new TreeMap<Integer, Double>();
        var negative = new TreeMap<Integer, Double>();
        double zero = 0;
        for (long time : times()) {
            boolean fresh = dice.oneIn(25) || kind == Kind.GAUGE;
            if (fresh || kind == Kind.MIXED_SCHEMAS && dice.oneIn(15)) {
                scale = scale(kind);
                positive.clear();
                negative.clear();
                zero = 0;
            }
            boolean custom = scale.isCustom();
            // No bucket reaches into the zero bucket.
            int lowest = custom ? 0 : scale.zeroThreshold() >= 0.25 ? scale.schema() <= 0 ? 1 : 0 : -3;
            for (int i = 0; i < 4; i++) {
                int top = custom ? scale.custom().length : 4;
                positive.merge(dice.between(lowest, top), (double) dice.below(5), Double::sum);
                if (!custom && dice.oneIn(3)) {
                    negative.merge(dice.between(Math.max(lowest, -2), 3), (double) dice.below(3), Double::sum);
                }
            }
            zero += custom ? 0 : dice.below(2);
            points.add(orStale(new Point(time, 0, histogram(kind, scale, positive, negative, zero), 0)));
        }
        return points;
    }

    private BucketScale scale(Kind kind) {
        boolean custom = kind == Kind.CUSTOM || kind == Kind.MIXED_SCHEMAS && dice.oneIn(3);
        if (custom) {
            double[] bounds = dice.pick(new double[]{1, 5, 10}, new double[]{1, 2, 5}, new double[]{1, 5, 10});
            return new BucketScale(HistogramLayout.CUSTOM_BUCKETS, 0, bounds);
        }
        int schema = kind == Kind.MIXED_SCHEMAS || dice.oneIn(3) ? dice.between(-1, 2) : 0;
        double threshold = dice.pick(0.001, 0.001, 0.001, 0.0, 0.25, 0.5);
        return new BucketScale(schema, threshold, new double[0]);
    }

    private NaiveHistogram histogram(Kind kind, BucketScale scale, NavigableMap<Integer, Double> positive,
            NavigableMap<Integer, Double> negative, double zero) {
        double count = zero + sum(positive) + sum(negative);
        double sum = dice.oneIn(60) ? Double.NaN : count * 1.5 + dice.below(10);
        CounterResetHint hint = kind == Kind.GAUGE ? CounterResetHint.GAUGE : CounterResetHint.UNKNOWN;
        return new NaiveHistogram(hint, scale, new NaiveHistogram.Totals(count, sum, zero), new TreeMap<>(positive),
                new TreeMap<>(negative));
    }

    private static double sum(NavigableMap<Integer, Double> buckets) {
        return buckets.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
