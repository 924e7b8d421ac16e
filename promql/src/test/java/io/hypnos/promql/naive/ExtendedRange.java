package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.number.Durations;
import io.hypnos.series.histogram.CounterResetHint;

/// Windows whose edges have values: `anchored` takes over the last sample before the window, `smoothed` interpolates at both edges.
final class ExtendedRange {

    private final Remarks remarks;
    private final PositionRange position;
    private final Window window;
    private final boolean counter;
    private final boolean perSecond;
    private final boolean smoothed;

    ExtendedRange(Remarks remarks, PositionRange position, Window window, boolean counter, boolean perSecond) {
        this.remarks = remarks;
        this.position = position;
        this.window = window;
        this.counter = counter;
        this.perSecond = perSecond;
        this.smoothed = window.boundary() == Boundary.SMOOTHED;
    }

    /// Indices of the samples that stand for the edges: the last one up to the beginning, or the first there is; and the last one there is
    /// or, when smoothed, the first from the end on.
    private record Edges(int first, int last) {

        static Edges of(List<Point> points, long from, long to, boolean smoothed) {
            int first = 0;
            int last = points.size() - 1;
            for (int i = 0; i < last; i++) {
                if (points.get(i).time() <= from) {
                    first = i;
                }
            }
            if (smoothed) {
                for (int i = last - 1; i >= 0; i--) {
                    if (points.get(i).time() >= to) {
                        last = i;
                    }
                }
            }
            return new Edges(first, last);
        }
    }

    /// The floats of a window with one at each of its edges; none when nothing lies behind its beginning.
    static List<Point> padded(List<Point> points, long from, long to, boolean smoothed) {
        Edges edges = Edges.of(points, from, to, smoothed);
        if (points.get(edges.last).time() <= from) {
            return List.of();
        }
        List<Point> result = new ArrayList<>();
        result.add(Point.of(from, left(points, edges.first, from, smoothed, false)));
        for (int i = edges.first; i <= edges.last; i++) {
            if (points.get(i).time() > from && points.get(i).time() < to) {
                result.add(points.get(i));
            }
        }
        result.add(Point.of(to, right(points, edges.last, to, smoothed, false)));
        return result;
    }

    private static double left(List<Point> points, int first, long from, boolean smoothed, boolean counter) {
        boolean between = smoothed && points.get(first).time() < from;
        return between
                ? Interpolation.between(points.get(first), points.get(first + 1), from, counter)
                : points.get(first).value();
    }

    private static double right(List<Point> points, int last, long to, boolean smoothed, boolean counter) {
        boolean between = smoothed && last > 0 && points.get(last).time() > to;
        return between
                ? Interpolation.between(points.get(last - 1), points.get(last), to, counter)
                : points.get(last).value();
    }

    /// The samples that count in an anchored window; all of a plain one.
    static List<Point> anchored(Window window) {
        if (window.boundary() != Boundary.ANCHORED) {
            return window.points();
        }
        List<Point> points = window.points();
        if (points.getLast().time() <= window.from()) {
            return List.of();
        }
        int anchor = 0;
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).time() <= window.from()) {
                anchor = i;
            }
        }
        return points.subList(anchor, points.size());
    }

    @Nullable
    Point rate() {
        List<Point> points = window.points();
        Edges edges = Edges.of(points, window.from(), window.to(), smoothed);
        if (points.get(edges.last).time() <= window.from()
                || smoothed && points.get(edges.first).time() > window.to()) {
            return null;
        }
        return points.getFirst().isFloat() ? floatRate(edges) : histogramRate(edges);
    }

    private Point floatRate(Edges edges) {
        List<Point> points = window.points();
        double left = left(points, edges.first, window.from(), smoothed, counter);
        double right = right(points, edges.last, window.to(), smoothed, counter);
        double result = right - left;
        if (counter) {
            double previous = left;
            double lost = 0;
            for (int i = edges.first; i <= edges.last; i++) {
                Point point = points.get(i);
                boolean isLeft = i == edges.first && point.time() <= window.from();
                boolean isRight = i == edges.last && point.time() >= window.to();
                if (isLeft || isRight) {
                    continue;
                }
                lost += point.value() < previous ? previous : 0;
                previous = point.value();
            }
            lost += right < previous ? previous : 0;
            result += lost;
        }
        return Point.of(0, perSecond ? result / Durations.seconds(window.nanos()) : result);
    }

    private @Nullable Point histogramRate(Edges edges) {
        List<Point> points = window.points();
        NaiveHistogram some = histogram(edges.first);
        for (int i = edges.first; i <= edges.last; i++) {
            if (histogram(i).isCustom() != some.isCustom()) {
                remarks.mixedSchemas(window.metric(), position);
                return null;
            }
            if (counter && RangeFunctions.isGauge(histogram(i))) {
                remarks.notACounter(window.metric(), position);
            }
        }
        var arithmetic = new Interpolation(remarks, position);
        try {
            NaiveHistogram left = smoothed && points.get(edges.first).time() < window.from()
                    ? arithmetic.histogram(points.get(edges.first), points.get(edges.first + 1), window.from(),
                            counter)
                    : histogram(edges.first);
            NaiveHistogram right = smoothed && edges.last > 0 && points.get(edges.last).time() > window.to()
                    ? arithmetic.histogram(points.get(edges.last - 1), points.get(edges.last), window.to(), counter)
                    : histogram(edges.last);
            if (!counter && !(RangeFunctions.isGauge(left) && RangeFunctions.isGauge(right))) {
                remarks.notAGauge(window.metric(), position);
            }
            NaiveHistogram result = arithmetic.minus(right, left);
            if (counter) {
                NaiveHistogram lost = lostInResets(edges, left, right, arithmetic);
                result = lost == null ? result : arithmetic.plus(result, lost);
            }
            if (perSecond) {
                result = result.dividedBy(Durations.seconds(window.nanos()));
            }
            return Point.of(0, result.withHint(CounterResetHint.GAUGE).compacted());
        } catch (IncompatibleHistogramsException e) {
            remarks.mixedSchemas(window.metric(), position);
            return null;
        }
    }

    /// What had been counted before each reset, added up. A reset that lies in the stretch of an interpolated edge is in its value already.
    private @Nullable NaiveHistogram lostInResets(Edges edges, NaiveHistogram left, NaiveHistogram right,
            Interpolation arithmetic) throws IncompatibleHistogramsException {
        int from = edges.first + 1;
        NaiveHistogram previous = left;
        if (smoothed && window.points().get(edges.first).time() < window.from()
                && CounterResets.between(histogram(edges.first), histogram(edges.first + 1))) {
            previous = histogram(edges.first + 1);
            from++;
        }
        if (from > edges.last) {
            return null;
        }
        NaiveHistogram lost = null;
        for (int i = from; i <= edges.last; i++) {
            NaiveHistogram current = i == edges.last ? right : histogram(i);
            if (CounterResets.between(previous, current)) {
                lost = lost == null ? previous : arithmetic.plus(lost, previous);
            }
            previous = current;
        }
        return lost;
    }

    private NaiveHistogram histogram(int index) {
        return Interpolation.histogramOf(window.points().get(index));
    }
}
