package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.QueryContext;
import io.hypnos.series.Samples;
import io.hypnos.series.SelectHints;
import io.hypnos.series.Series;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// The series of a selector with all the samples there are, in ascending order of their labels.
final class Selection {

    private static final long STALE_NAN = 0x7ff0000000000002L;

    private final SeriesQuerier querier;
    private final Map<List<Matcher>, List<NaiveSeries>> selected = new HashMap<>();

    Selection(SeriesQuerier querier) {
        this.querier = querier;
    }

    List<NaiveSeries> select(List<Matcher> matchers) {
        return selected.computeIfAbsent(matchers, this::read);
    }

    private List<NaiveSeries> read(List<Matcher> matchers) {
        List<NaiveSeries> result = new ArrayList<>();
        var samples = new Samples();
        try (SeriesSet set = querier.select(matchers, SelectHints.of(TimeRange.ALL), QueryContext.UNLIMITED)) {
            while (set.next()) {
                Series series = set.series();
                series.readInto(samples);
                result.add(new NaiveSeries(series.labels(), false, points(samples)));
            }
        }
        result.sort((a, b) -> a.labels().compareTo(b.labels()));
        return result;
    }

    private static List<Point> points(Samples samples) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            int row = samples.histogramRow(i);
            NaiveHistogram histogram = row < 0 ? null : NaiveHistogram.of(samples.histograms(), row);
            points.add(new Point(samples.time(i), histogram == null ? samples.value(i) : 0, histogram,
                    samples.startTime(i)));
        }
        return points;
    }

    static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == STALE_NAN;
    }

    static boolean isStale(Point point) {
        return isStale(point.histogram() == null ? point.value() : point.histogram().sum());
    }

    /// The latest sample in `(time - lookback, time]`, or null when there is none or a stale marker.
    static @Nullable Point latest(List<Point> points, long time, long lookback) {
        Point latest = null;
        for (Point point : points) {
            if (point.time() <= time && point.time() > time - lookback) {
                latest = point;
            }
        }
        return latest == null || isStale(latest) ? null : latest;
    }

    /// The samples in `(from, to]` without stale markers.
    static List<Point> window(List<Point> points, long from, long to) {
        return points.stream().filter(p -> p.time() > from && p.time() <= to && !isStale(p)).toList();
    }

    /// The series with histograms reduced to count and sum, as Prometheus reads them where nothing else is asked. The reset hint then says
    /// what the buckets would have said.
    static NaiveSeries withoutBuckets(NaiveSeries series) {
        List<Point> points = new ArrayList<>();
        NaiveHistogram previous = null;
        for (Point point : series.points()) {
            NaiveHistogram histogram = point.histogram();
            if (histogram == null || isStale(point)) {
                points.add(point);
                continue;
            }
            CounterResetHint hint = histogram.hint();
            if (hint == CounterResetHint.UNKNOWN && previous != null) {
                hint = CounterResets.between(previous, histogram)
                        ? CounterResetHint.RESET
                        : CounterResetHint.NOT_RESET;
            }
            previous = histogram;
            points.add(point.withHistogram(statistics(histogram, hint)));
        }
        return new NaiveSeries(series.labels(), series.dropName(), points);
    }

    private static NaiveHistogram statistics(NaiveHistogram histogram, CounterResetHint hint) {
        var totals = new NaiveHistogram.Totals(histogram.count(), histogram.sum(), 0);
        return new NaiveHistogram(hint, new BucketScale(histogram.scale().schema(), 0, new double[0]), totals,
                new TreeMap<>(), new TreeMap<>());
    }

    static Labels withoutMetadata(Labels labels) {
        return labels.without(List.of(Labels.METRIC_NAME, "__type__", "__unit__"));
    }
}
