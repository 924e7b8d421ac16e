package io.hypnos.promql.naive;

import java.util.List;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.histogram.CounterResetHint;

/// The functions over the samples of a window. They give a point, or null where there is none.
final class RangeFunctions {

    private final Remarks remarks;
    private final Function function;
    private final PositionRange position;
    private final Window window;
    /// Whether the start times of samples count.
    private final boolean usesStartTimes;

    /// @param position of the first argument
    RangeFunctions(Evaluation evaluation, Function function, PositionRange position, Window window) {
        this.usesStartTimes = evaluation.options().has(EngineOptions.Feature.START_TIMESTAMPS);
        this.remarks = evaluation.remarks();
        this.function = function;
        this.position = position;
        this.window = window;
    }

    @Nullable
    Point apply(double[] parameters, long time) {
        List<Point> points = window.points();
        return switch (function) {
            case RATE, INCREASE, DELTA -> new Rates(remarks, function, position, window, usesStartTimes).rate();
            case IRATE, IDELTA -> new InstantRates(remarks, function, position, window, usesStartTimes).evaluate();
            case RESETS -> resets();
            case CHANGES -> changes();
            case DERIV -> deriv();
            case PREDICT_LINEAR -> predict(parameters[0], time);
            case DOUBLE_EXPONENTIAL_SMOOTHING -> smoothing(parameters[0], parameters[1]);
            case COUNT_OVER_TIME -> value(points.size());
            case PRESENT_OVER_TIME, ABSENT_OVER_TIME -> value(1);
            case FIRST_OVER_TIME -> points.getFirst();
            case LAST_OVER_TIME -> points.getLast();
            case TS_OF_FIRST_OVER_TIME -> value(points.getFirst().time() / 1000.0);
            case TS_OF_LAST_OVER_TIME -> value(points.getLast().time() / 1000.0);
            case AVG_OVER_TIME -> average();
            case SUM_OVER_TIME -> sum();
            case MAX_OVER_TIME -> extreme((a, b) -> a > b, false);
            case MIN_OVER_TIME -> extreme((a, b) -> a < b, false);
            case TS_OF_MAX_OVER_TIME -> extreme((a, b) -> a >= b, true);
            case TS_OF_MIN_OVER_TIME -> extreme((a, b) -> a <= b, true);
            case STDVAR_OVER_TIME -> variance(false);
            case STDDEV_OVER_TIME -> variance(true);
            case QUANTILE_OVER_TIME -> quantile(parameters[0]);
            case MAD_OVER_TIME -> medianDeviation();
            default -> throw new QueryException.Execution("not in the naive evaluator: " + function.word());
        };
    }

    private static Point value(double value) {
        return Point.of(0, value);
    }

    private List<Point> floatsOnly() {
        if (window.isMixed()) {
            remarks.histogramsIgnoredInRange(window.metric(), position);
        }
        return window.floats();
    }

    private @Nullable Point extreme(BiPredicate<Double, Double> better, boolean timeWanted) {
        List<Point> floats = floatsOnly();
        if (floats.isEmpty()) {
            return null;
        }
        Point best = floats.getFirst();
        for (Point point : floats) {
            if (better.test(point.value(), best.value()) || Double.isNaN(best.value())) {
                best = point;
            }
        }
        return value(timeWanted ? best.time() / 1000.0 : best.value());
    }

    private @Nullable Point variance(boolean root) {
        List<Point> floats = floatsOnly();
        if (floats.isEmpty()) {
            return null;
        }
        double count = 0;
        var mean = new Kahan(0);
        var squares = new Kahan(0);
        for (Point point : floats) {
            count++;
            double delta = point.value() - mean.value();
            mean.add(delta / count);
            squares.add(delta * (point.value() - mean.value()));
        }
        double variance = squares.value() / count;
        return value(root ? Math.sqrt(variance) : variance);
    }

    private @Nullable Point quantile(double q) {
        if (window.floats().isEmpty()) {
            return null;
        }
        if (Double.isNaN(q) || q < 0 || q > 1) {
            remarks.invalidQuantile(q, position);
        }
        return value(NaiveMath.quantile(q, floatsOnly().stream().map(Point::value).toList()));
    }

    private @Nullable Point medianDeviation() {
        List<Double> values = floatsOnly().stream().map(Point::value).toList();
        if (values.isEmpty()) {
            return null;
        }
        if (values.stream().anyMatch(v -> v.isNaN())) {
            return value(Double.NaN);
        }
        double median = NaiveMath.quantile(0.5, values);
        return value(NaiveMath.quantile(0.5, values.stream().map(v -> Math.abs(v - median)).toList()));
    }

    private @Nullable Point sum() {
        if (window.isMixed()) {
            remarks.mixedFloatsAndHistograms(window.metric(), position);
            return null;
        }
        if (window.floats().isEmpty()) {
            return mean(window.histograms(), false);
        }
        var sum = new Kahan(0);
        window.floats().forEach(p -> sum.add(p.value()));
        return value(Double.isInfinite(sum.raw()) ? sum.raw() : sum.value());
    }

    private @Nullable Point average() {
        if (window.isMixed()) {
            remarks.mixedFloatsAndHistograms(window.metric(), position);
            return null;
        }
        if (window.floats().isEmpty()) {
            return mean(window.histograms(), true);
        }
        var mean = new FloatMean();
        window.floats().forEach(p -> mean.add(p.value()));
        return value(mean.value());
    }

    private @Nullable Point mean(List<Point> points, boolean average) {
        var mean = new HistogramMean();
        try {
            for (Point point : points) {
                mean.add(Interpolation.histogramOf(point), average);
            }
        } catch (IncompatibleHistogramsException e) {
            remarks.mixedSchemas(window.metric(), position);
            return null;
        }
        if (mean.hintsCollided()) {
            remarks.hintsCollided("aggregation", position);
        }
        if (mean.boundsReconciled()) {
            remarks.boundsReconciled("aggregation", position);
        }
        return Point.of(0, average ? mean.average() : mean.sum());
    }

    private @Nullable Point resets() {
        List<Point> points = ExtendedRange.anchored(window);
        if (points.isEmpty()) {
            return null;
        }
        int resets = 0;
        for (int i = 1; i < points.size(); i++) {
            Point previous = points.get(i - 1);
            Point current = points.get(i);
            NaiveHistogram before = previous.histogram();
            NaiveHistogram now = current.histogram();
            boolean byStart = usesStartTimes && CounterResets.byStartTime(previous, current);
            boolean reset;
            if (before == null && now == null) {
                reset = current.value() < previous.value() || byStart;
            } else if (before == null || now == null) {
                reset = true;
            } else {
                reset = byStart || CounterResets.between(before, now);
            }
            resets += reset ? 1 : 0;
        }
        return value(resets);
    }

    private @Nullable Point changes() {
        List<Point> points = ExtendedRange.anchored(window);
        if (points.isEmpty()) {
            return null;
        }
        int changes = 0;
        for (int i = 1; i < points.size(); i++) {
            changes += same(points.get(i - 1), points.get(i)) ? 0 : 1;
        }
        return value(changes);
    }

    private static boolean same(Point a, Point b) {
        NaiveHistogram before = a.histogram();
        NaiveHistogram now = b.histogram();
        if (before != null && now != null) {
            return now.sameAs(before);
        }
        return before == null && now == null
                && (a.value() == b.value() || Double.isNaN(a.value()) && Double.isNaN(b.value()));
    }

    private @Nullable Point deriv() {
        List<Point> floats = window.floats();
        if (!floats.isEmpty()) {
            floatsOnly();
        }
        return floats.size() < 2 ? null : value(LinearRegression.of(floats, floats.getFirst().time()).slope());
    }

    private @Nullable Point predict(double seconds, long time) {
        List<Point> floats = window.floats();
        if (!floats.isEmpty()) {
            floatsOnly();
        }
        if (floats.size() < 2) {
            return null;
        }
        LinearRegression line = LinearRegression.of(floats, time);
        return value(line.slope() * seconds + line.intercept());
    }

    private @Nullable Point smoothing(double smoothing, double trend) {
        if (smoothing <= 0 || smoothing >= 1) {
            throw new QueryException.Execution("invalid smoothing factor. Expected: 0 < sf < 1, got: "
                    + GoNumbers.fixed(smoothing, 6));
        }
        if (trend <= 0 || trend >= 1) {
            throw new QueryException.Execution(
                    "invalid trend factor. Expected: 0 < tf < 1, got: " + GoNumbers.fixed(trend, 6));
        }
        List<Point> floats = window.floats();
        if (!floats.isEmpty()) {
            floatsOnly();
        }
        if (floats.size() < 2) {
            return null;
        }
        double previous = 0;
        double level = floats.get(0).value();
        double slope = floats.get(1).value() - floats.get(0).value();
        for (int i = 1; i < floats.size(); i++) {
            if (i > 1) {
                slope = trend * (level - previous) + (1 - trend) * slope;
            }
            double next = smoothing * floats.get(i).value() + (1 - smoothing) * (level + slope);
            previous = level;
            level = next;
        }
        return value(level);
    }

    static boolean isGauge(NaiveHistogram histogram) {
        return histogram.hint() == CounterResetHint.GAUGE;
    }
}
