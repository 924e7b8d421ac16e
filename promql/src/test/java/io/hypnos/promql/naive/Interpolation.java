package io.hypnos.promql.naive;

import io.hypnos.promql.ast.PositionRange;

/// Values on the straight line between two samples.
final class Interpolation {

    private final Remarks remarks;
    private final PositionRange position;

    Interpolation(Remarks remarks, PositionRange position) {
        this.remarks = remarks;
        this.position = position;
    }

    /// A counter that was reset in between has grown from 0.
    static double between(Point before, Point after, long time, boolean counter) {
        double from = counter && after.value() < before.value() ? 0 : before.value();
        double to = after.value();
        return from + (to - from) * (time - before.time()) / (after.time() - before.time());
    }

    NaiveHistogram histogram(Point before, Point after, long time, boolean counter)
            throws IncompatibleHistogramsException {
        NaiveHistogram from = histogramOf(before);
        NaiveHistogram to = histogramOf(after);
        if (time == before.time()) {
            return from;
        }
        if (time == after.time()) {
            return to;
        }
        double fraction = (time - before.time()) / (double) (after.time() - before.time());
        if (counter && CounterResets.between(from, to)) {
            return to.times(fraction);
        }
        NaiveHistogram difference = minus(to, from).times(fraction);
        return plus(difference, from);
    }

    NaiveHistogram plus(NaiveHistogram a, NaiveHistogram b) throws IncompatibleHistogramsException {
        return noted(HistogramSum.plus(a, b), "addition");
    }

    NaiveHistogram minus(NaiveHistogram a, NaiveHistogram b) throws IncompatibleHistogramsException {
        return noted(HistogramSum.minus(a, b), "subtraction");
    }

    private NaiveHistogram noted(HistogramSum.Result result, String operation) {
        if (result.boundsReconciled()) {
            remarks.boundsReconciled(operation, position);
        }
        return result.histogram();
    }

    static NaiveHistogram histogramOf(Point point) {
        NaiveHistogram histogram = point.histogram();
        if (histogram == null) {
            throw new IllegalStateException("a float where a histogram is needed");
        }
        return histogram;
    }
}
