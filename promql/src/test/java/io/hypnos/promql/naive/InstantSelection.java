package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.series.histogram.CounterResetHint;

/// An instant selector: the latest sample of each series at each step or, when smoothed, the value on the line between its neighbours.
final class InstantSelection {

    private final Evaluation evaluation;
    private final VectorSelector selector;
    private final Frame frame;
    private final long lookback;

    InstantSelection(Evaluation evaluation, VectorSelector selector, Frame frame) {
        this.evaluation = evaluation;
        this.selector = selector;
        this.frame = frame;
        this.lookback = evaluation.options().lookbackMillis();
    }

    List<NaiveSeries> evaluate() {
        List<NaiveSeries> result = new ArrayList<>();
        for (NaiveSeries series : evaluation.select(selector)) {
            List<Point> points = new ArrayList<>();
            for (long time : frame.times()) {
                long reference = evaluation.referenceTime(selector.shift(), time);
                Point point = selector.boundary() == Boundary.SMOOTHED
                        ? smoothed(series, reference)
                        : Selection.latest(series.points(), reference, lookback);
                if (point != null) {
                    points.add(point.at(time));
                }
            }
            if (!points.isEmpty()) {
                result.add(new NaiveSeries(series.labels(), false, points));
            }
        }
        return result;
    }

    private @Nullable Point smoothed(NaiveSeries series, long time) {
        List<Point> window = Selection.window(series.points(), time - lookback, time + lookback);
        boolean floats = window.stream().anyMatch(Point::isFloat);
        if (floats && window.stream().anyMatch(p -> !p.isFloat())) {
            evaluation.remarks().mixedFloatsAndHistograms(series.metric(), selector.position());
            return null;
        }
        Point before = null;
        Point after = null;
        for (Point point : window) {
            if (point.time() == time) {
                return point;
            }
            if (point.time() < time) {
                before = point;
            } else if (after == null) {
                after = point;
            }
        }
        if (before == null) {
            return null;
        }
        if (after == null) {
            NaiveHistogram histogram = before.histogram();
            return histogram == null
                    ? before
                    : before.withHistogram(histogram.withHint(CounterResetHint.UNKNOWN));
        }
        return between(series, before, after, time);
    }

    private @Nullable Point between(NaiveSeries series, Point before, Point after, long time) {
        NaiveHistogram left = before.histogram();
        NaiveHistogram right = after.histogram();
        if (left == null || right == null) {
            return Point.of(time, Interpolation.between(before, after, time, false));
        }
        if (left.isCustom() != right.isCustom()) {
            evaluation.remarks().mixedSchemas(series.metric(), selector.position());
            return null;
        }
        boolean counter = left.hint() != CounterResetHint.GAUGE || right.hint() != CounterResetHint.GAUGE;
        try {
            return Point.of(time, new Interpolation(evaluation.remarks(), selector.position()).histogram(before,
                    after, time, counter));
        } catch (IncompatibleHistogramsException e) {
            evaluation.remarks().mixedSchemas(series.metric(), selector.position());
            return null;
        }
    }
}
