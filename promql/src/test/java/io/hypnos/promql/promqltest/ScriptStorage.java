package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.promql.naive.Point;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.Series;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// The data of a script at one place in it. Immutable: each `load` makes a new one.
///
/// There are two ways to the samples. This querier gives them as columns, with the reset hints that chunks would imply;
/// [#encoded()] gives the same from real chunks.
public final class ScriptStorage implements SeriesQuerier {

    static final ScriptStorage EMPTY = new ScriptStorage(new TreeMap<>());

    /// As a writer would send them.
    private final Map<Labels, List<Point>> written;
    private final Map<Labels, List<Point>> stored = new TreeMap<>();

    private ScriptStorage(Map<Labels, List<Point>> written) {
        this.written = written;
        written.forEach((labels, points) -> stored.put(labels, StoredSamples.of(points)));
    }

    /// The storage with the given series, whose samples are as a writer would send them.
    public static ScriptStorage of(Map<Labels, List<Point>> series) {
        return new ScriptStorage(new TreeMap<>(series));
    }

    /// The same data in encoded chunks.
    public SeriesQuerier encoded() {
        return EncodedStorage.of(written);
    }

    /// This storage with the samples of a `load` behind its own.
    ///
    /// @throws ScriptException when a sample is not newer than those before it
    ScriptStorage with(Command.Load load) {
        var result = new TreeMap<>(written);
        for (Command.LoadedSeries loaded : load.series()) {
            append(result, loaded.labels(), points(load, loaded), load.line());
        }
        if (load.customBuckets()) {
            CustomBucketConversion.of(load).forEach((labels, points) -> append(result, labels, points, load.line()));
        }
        return new ScriptStorage(result);
    }

    private static void append(Map<Labels, List<Point>> into, Labels labels, List<Point> points, int line) {
        List<Point> all = new ArrayList<>(into.getOrDefault(labels, List.of()));
        for (Point point : points) {
            if (!all.isEmpty() && all.getLast().time() >= point.time()) {
                if (all.stream().anyMatch(p -> p.time() == point.time() && sameValue(p, point))) {
                    continue;
                }
                throw new ScriptException(line, "out of order sample for " + labels);
            }
            all.add(point);
        }
        into.put(labels, all);
    }

    private static boolean sameValue(Point a, Point b) {
        return a.histogram() == null && b.histogram() == null
                && Double.doubleToRawLongBits(a.value()) == Double.doubleToRawLongBits(b.value());
    }

    static List<Point> points(Command.Load load, Command.LoadedSeries series) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < series.values().size(); i++) {
            SequenceValue value = series.values().get(i);
            if (value.gap()) {
                continue;
            }
            long time = i * load.step();
            Long start = series.starts() == null ? null : series.starts().get(i);
            points.add(new Point(time, value.value(), value.histogram(), start == null ? 0 : time + start));
        }
        return points;
    }

    @Override
    public SeriesSet select(List<Matcher> matchers, SelectHints hints, QueryContext context) {
        List<Series> selected = new ArrayList<>();
        stored.forEach((labels, points) -> {
            if (Matcher.allMatch(matchers, labels)) {
                selected.add(new PointSeries(labels, points, hints.range()));
            }
        });
        return new ListedSeries(selected);
    }
}
