package io.hypnos.promql.naive;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.number.Durations;

/// `rate`, `increase` and `delta`: the change between the first and the last sample, with resets of a counter taken out, stretched towards
/// the edges of the window.
final class Rates {

    private final Remarks remarks;
    private final PositionRange position;
    private final Window window;
    private final boolean counter;
    private final boolean perSecond;
    private final boolean usesStartTimes;

    Rates(Remarks remarks, Function function, PositionRange position, Window window, boolean usesStartTimes) {
        this.remarks = remarks;
        this.position = position;
        this.window = window;
        this.counter = function != Function.DELTA;
        this.perSecond = function == Function.RATE;
        this.usesStartTimes = usesStartTimes && function != Function.DELTA;
    }

    @Nullable
    Point rate() {
        if (window.isMixed()) {
            remarks.mixedFloatsAndHistograms(window.metric(), position);
            return null;
        }
        if (window.boundary() != Boundary.PLAIN) {
            return new ExtendedRange(remarks, position, window, counter, perSecond).rate();
        }
        List<Point> points = window.points();
        boolean startsInside = startsInside(points.getFirst());
        if (points.getFirst().isFloat()) {
            double increase = floatIncrease(points);
            if (points.size() < 2 && !startsInside) {
                return null;
            }
            double first = points.getFirst().value();
            double total = startsInside ? increase + first : increase;
            return Point.of(0, total * factor(startsInside, first, increase, true));
        }
        return histogramRate(points, startsInside);
    }

    private @Nullable Point histogramRate(List<Point> points, boolean startsInside) {
        NaiveHistogram first = Interpolation.histogramOf(points.getFirst());
        NaiveHistogram increase = null;
        if (points.size() > 1) {
            try {
                increase = new HistogramIncrease(remarks, position, window.metric(), usesStartTimes).of(points,
                        counter);
            } catch (IncompatibleHistogramsException e) {
                remarks.mixedSchemas(window.metric(), position);
                return null;
            }
        } else if (!startsInside) {
            return null;
        }
        double factor = factor(startsInside, first.count(), increase == null ? 0 : increase.count(), false);
        NaiveHistogram total = increase;
        if (increase == null) {
            total = first;
        } else if (startsInside) {
            try {
                total = new Interpolation(remarks, position).plus(increase, first);
            } catch (IncompatibleHistogramsException e) {
                remarks.mixedSchemas(window.metric(), position);
                return null;
            }
        }
        return Point.of(0, total.times(factor));
    }

    /// Whether the counter is known to have begun inside the window, before its first sample there.
    private boolean startsInside(Point first) {
        return usesStartTimes && first.start() != 0 && first.start() > window.from() && first.start() < first.time();
    }

    private double floatIncrease(List<Point> points) {
        double increase = points.getLast().value() - points.getFirst().value();
        if (!counter || points.size() < 2) {
            return points.size() < 2 && !counter ? 0 : increase;
        }
        boolean overlapSeen = false;
        for (int i = 1; i < points.size(); i++) {
            Point previous = points.get(i - 1);
            Point current = points.get(i);
            if (usesStartTimes && !overlapSeen && CounterResets.overlaps(previous, current)) {
                remarks.startOverlap(window.metric(), position);
                overlapSeen = true;
            }
            if (current.value() < previous.value()
                    || usesStartTimes && CounterResets.byStartTime(previous, current)) {
                increase += previous.value();
            }
        }
        return increase;
    }

    /// By how much the increase between the samples has to be multiplied.
    ///
    /// @param first    value of the first sample; a histogram's count
    /// @param increase between the samples
    private double factor(boolean startsInside, double first, double increase, boolean floats) {
        Point firstPoint = window.points().getFirst();
        Point lastPoint = window.points().getLast();
        double toStart = (firstPoint.time() - window.from()) / 1000.0;
        double toEnd = (window.to() - lastPoint.time()) / 1000.0;
        double sampled = (lastPoint.time() - firstPoint.time()) / 1000.0;
        int gaps = window.points().size() - 1;
        double average = gaps > 0 ? sampled / gaps : 0;
        double threshold = average * 1.1;
        if (startsInside) {
            toStart = 0;
            sampled = (lastPoint.time() - firstPoint.start()) / 1000.0;
        } else {
            if (toStart >= threshold) {
                toStart = average / 2;
            }
            if (counter && increase > 0 && first >= 0) {
                double toZero = sampled * (first / increase);
                toStart = toZero < toStart ? toZero : toStart;
            }
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
        return perSecond ? factor / Durations.seconds(window.nanos()) : factor;
    }
}
