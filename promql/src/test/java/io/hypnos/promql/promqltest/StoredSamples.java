package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.Point;
import io.hypnos.series.histogram.CounterResetHint;

/// The samples of a series as they come back from Prometheus' storage.
///
/// Histograms go into chunks of one bucket layout. What cannot go on in a chunk begins the next one: another kind or layout, fewer
/// observations anywhere, or the first sample behind a stale marker. Read back, the first histogram of a chunk has an unknown hint and the
/// others say that nothing was reset; all of a chunk have the buckets of all. A stale float behind a histogram becomes a stale histogram.
final class StoredSamples {

    private static final long CHUNK_RANGE = 86_400_000;

    private final List<Point> result = new ArrayList<>();
    /// Where the current chunk begins in `result`; -1 while it is one of floats.
    private int chunkStart = -1;

    private StoredSamples() {}

    static List<Point> of(List<Point> written) {
        var samples = new StoredSamples();
        written.forEach(samples::append);
        return samples.result;
    }

    private void append(Point point) {
        NaiveHistogram histogram = point.histogram();
        if (histogram == null) {
            if (isStale(point.value()) && !result.isEmpty() && result.getLast().histogram() != null) {
                NaiveHistogram last = result.getLast().histogram();
                histogram = new NaiveHistogram(CounterResetHint.UNKNOWN, last.scale(),
                        new NaiveHistogram.Totals(0, point.value(), 0), new TreeMap<>(), new TreeMap<>());
                result.add(new Point(point.time(), 0, histogram, point.start()));
            } else {
                chunkStart = -1;
                result.add(point);
            }
            return;
        }
        boolean goesOn = chunkStart >= 0
                && point.time() / CHUNK_RANGE == result.get(chunkStart).time() / CHUNK_RANGE
                && goesOn(result.get(chunkStart).histogram(), result.getLast().histogram(), histogram);
        boolean gauge = histogram.hint() == CounterResetHint.GAUGE;
        if (!goesOn) {
            chunkStart = result.size();
        }
        CounterResetHint hint = gauge
                ? CounterResetHint.GAUGE
                : goesOn ? CounterResetHint.NOT_RESET : CounterResetHint.UNKNOWN;
        result.add(new Point(point.time(), 0, histogram.withHint(hint), point.start()));
        unifyBuckets();
    }

    private static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == 0x7ff0000000000002L;
    }

    private static boolean goesOn(@Nullable NaiveHistogram first, @Nullable NaiveHistogram last,
            NaiveHistogram next) {
        if (first == null || last == null || isStale(last.sum())) {
            return false;
        }
        boolean gauge = next.hint() == CounterResetHint.GAUGE;
        if (gauge != (first.hint() == CounterResetHint.GAUGE) || !last.scale().equals(next.scale())) {
            return false;
        }
        return gauge || next.hint() != CounterResetHint.RESET && next.count() >= last.count()
                && next.zeroCount() >= last.zeroCount() && covers(last.positive(), next.positive())
                && covers(last.negative(), next.negative());
    }

    private static boolean covers(Map<Integer, Double> before, Map<Integer, Double> now) {
        return before.entrySet().stream().allMatch(
                bucket -> now.containsKey(bucket.getKey())
                        ? now.get(bucket.getKey()) >= bucket.getValue()
                        : bucket.getValue() == 0);
    }

    private void unifyBuckets() {
        Set<Integer> positive = new TreeSet<>();
        Set<Integer> negative = new TreeSet<>();
        for (Point point : result.subList(chunkStart, result.size())) {
            if (point.histogram() != null && !isStale(point.histogram().sum())) {
                positive.addAll(point.histogram().positive().keySet());
                negative.addAll(point.histogram().negative().keySet());
            }
        }
        for (int i = chunkStart; i < result.size(); i++) {
            Point point = result.get(i);
            NaiveHistogram h = point.histogram();
            if (h != null && !isStale(h.sum())) {
                var unified = new NaiveHistogram(h.hint(), h.scale(), h.totals(), with(h.positive(), positive),
                        with(h.negative(), negative));
                result.set(i, new Point(point.time(), 0, unified, point.start()));
            }
        }
    }

    private static NavigableMap<Integer, Double> with(Map<Integer, Double> buckets, Set<Integer> indices) {
        var result = new TreeMap<>(buckets);
        indices.forEach(index -> result.putIfAbsent(index, 0.0));
        return result;
    }
}
