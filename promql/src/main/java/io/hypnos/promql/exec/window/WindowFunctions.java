package io.hypnos.promql.exec.window;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// Makes the function object for a call.
public final class WindowFunctions {

    private final Remarks remarks;
    private final Origin origin;
    private final WindowSpec spec;
    private final boolean useStartTimes;
    private final CounterNames counterNames;

    public WindowFunctions(Remarks remarks, Origin origin, WindowSpec spec, EngineOptions options) {
        this.remarks = remarks;
        this.origin = origin;
        this.spec = spec;
        this.useStartTimes = options.has(EngineOptions.Feature.START_TIMESTAMPS);
        this.counterNames = new CounterNames(remarks, origin,
                options.has(EngineOptions.Feature.TYPE_AND_UNIT_LABELS));
    }

    /// @param arguments for each of the function's numbers its values at all steps
    public WindowWalk walk(Function function, double[][] arguments, StepGrid grid) {
        boolean counts = function == Function.RATE || function == Function.INCREASE;
        return new WindowWalk(grid, spec, create(function, arguments, grid), counts ? counterNames : null);
    }

    private WindowFunction create(Function function, double[][] arguments, StepGrid grid) {
        return switch (function) {
            case RATE, INCREASE, DELTA -> rate(function);
            case IRATE, IDELTA -> new LastTwo(function == Function.IRATE, useStartTimes, remarks, origin);
            case COUNT_OVER_TIME, PRESENT_OVER_TIME, TS_OF_FIRST_OVER_TIME, TS_OF_LAST_OVER_TIME ->
                new PointFunction(function);
            case FIRST_OVER_TIME -> new EdgePoint(true);
            case LAST_OVER_TIME -> new EdgePoint(false);
            case RESETS -> new ChangeCount(true, spec, useStartTimes);
            case CHANGES -> new ChangeCount(false, spec, useStartTimes);
            case SUM_OVER_TIME -> new SumOrAverage(false, remarks, origin);
            case AVG_OVER_TIME -> new SumOrAverage(true, remarks, origin);
            case MAX_OVER_TIME -> new SlidingExtreme(true, remarks, origin);
            case MIN_OVER_TIME -> new SlidingExtreme(false, remarks, origin);
            case TS_OF_MAX_OVER_TIME -> floats((p, from, to, b) -> FloatKernels.timeOfMax(p, from, to), 1);
            case TS_OF_MIN_OVER_TIME -> floats((p, from, to, b) -> FloatKernels.timeOfMin(p, from, to), 1);
            case STDVAR_OVER_TIME -> floats((p, from, to, b) -> FloatKernels.variance(p, from, to), 1);
            case STDDEV_OVER_TIME -> floats((p, from, to, b) -> Math.sqrt(FloatKernels.variance(p, from, to)), 1);
            case MAD_OVER_TIME -> floats((p, from, to, b) -> FloatKernels.medianDeviation(p, from, to), 1);
            case QUANTILE_OVER_TIME -> new SlidingQuantile(arguments[0], remarks, origin);
            case DERIV -> floats(slope(), 2);
            case PREDICT_LINEAR -> floats(prediction(arguments[0]), 2);
            case DOUBLE_EXPONENTIAL_SMOOTHING -> new CheckedSmoothing(floats(smoothing(arguments), 2), arguments);
            case XRATE, XINCREASE, XDELTA -> new XRate(function, spec, grid.start());
            default -> throw new IllegalStateException(function + " takes no range");
        };
    }

    private WindowFunction rate(Function function) {
        if (spec.boundary() != Boundary.PLAIN) {
            return new ExtendedRate(function, spec, remarks, origin);
        }
        return new CounterRate(function, spec.window().seconds(), useStartTimes, remarks, origin);
    }

    private FloatFunction floats(FloatFunction.Kernel kernel, int fewest) {
        return new FloatFunction(kernel, fewest, remarks, origin);
    }

    private static FloatFunction.Kernel slope() {
        var regression = new LinearRegression();
        return (points, from, to, bounds) -> {
            regression.fit(points, from, to, points.floatTimes[from]);
            return regression.slope();
        };
    }

    private static FloatFunction.Kernel prediction(double[] durations) {
        var regression = new LinearRegression();
        return (points, from, to, bounds) -> {
            regression.fit(points, from, to, bounds.stepTime);
            return regression.slope() * durations[bounds.step] + regression.intercept();
        };
    }

    private static FloatFunction.Kernel smoothing(double[][] arguments) {
        return (points, from, to, bounds) -> FloatKernels.smoothed(points, from, to, arguments[0][bounds.step],
                arguments[1][bounds.step]);
    }

    /// Refuses factors that are not between 0 and 1 as soon as a window has a point.
    private static final class CheckedSmoothing extends WindowFunction {

        private final FloatFunction smoothing;
        private final double[][] arguments;

        CheckedSmoothing(FloatFunction smoothing, double[][] arguments) {
            this.smoothing = smoothing;
            this.arguments = arguments;
        }

        @Override
        void begin(RangePoints points, Labels labels) {
            smoothing.begin(points, labels);
        }

        @Override
        void apply(Bounds bounds, SeriesRow row) {
            check("smoothing", "sf", arguments[0][bounds.step]);
            check("trend", "tf", arguments[1][bounds.step]);
            smoothing.apply(bounds, row);
        }

        private static void check(String name, String symbol, double factor) {
            if (factor <= 0 || factor >= 1) {
                throw new QueryException.Execution("invalid " + name + " factor. Expected: 0 < " + symbol
                        + " < 1, got: " + GoNumbers.fixed(factor, 6));
            }
        }
    }
}
