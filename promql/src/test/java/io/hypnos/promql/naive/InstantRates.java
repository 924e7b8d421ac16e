package io.hypnos.promql.naive;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.series.histogram.CounterResetHint;

/// `irate` and `idelta`: the change between the last two samples.
final class InstantRates {

    private final Remarks remarks;
    private final PositionRange position;
    private final Window window;
    private final boolean counter;
    private final boolean usesStartTimes;

    InstantRates(Remarks remarks, Function function, PositionRange position, Window window, boolean usesStartTimes) {
        this.remarks = remarks;
        this.position = position;
        this.window = window;
        this.counter = function == Function.IRATE;
        this.usesStartTimes = usesStartTimes && counter;
    }

    @Nullable
    Point evaluate() {
        int size = window.points().size();
        if (size < 2) {
            return null;
        }
        Point before = window.points().get(size - 2);
        Point now = window.points().get(size - 1);
        NaiveHistogram first = before.histogram();
        NaiveHistogram second = now.histogram();
        double seconds = (now.time() - before.time()) / 1000.0;
        boolean startReset = usesStartTimes && CounterResets.byStartTime(before, now);
        if (first == null && second == null) {
            boolean reset = counter && (now.value() < before.value() || startReset);
            double change = reset ? now.value() : now.value() - before.value();
            return Point.of(0, counter ? change / seconds : change);
        }
        if (first == null || second == null) {
            remarks.mixedFloatsAndHistograms(window.metric(), position);
            return null;
        }
        remarkOnKind(first, second);
        NaiveHistogram change = second;
        if (!counter || !startReset && !CounterResets.between(first, second)) {
            try {
                change = new Interpolation(remarks, position).minus(second, first);
            } catch (IncompatibleHistogramsException e) {
                remarks.mixedSchemas(window.metric(), position);
                return null;
            }
        }
        change = change.withHint(CounterResetHint.GAUGE).compacted();
        return Point.of(0, counter ? change.dividedBy(seconds) : change);
    }

    private void remarkOnKind(NaiveHistogram first, NaiveHistogram second) {
        boolean bothGauges = RangeFunctions.isGauge(first) && RangeFunctions.isGauge(second);
        boolean noGauge = !RangeFunctions.isGauge(first) && !RangeFunctions.isGauge(second);
        if (counter && !noGauge) {
            remarks.notACounter(window.metric(), position);
        }
        if (!counter && !bothGauges) {
            remarks.notAGauge(window.metric(), position);
        }
    }
}
