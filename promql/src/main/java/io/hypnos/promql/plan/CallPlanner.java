package io.hypnos.promql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.number.Durations;
import io.hypnos.promql.plan.node.Absent;
import io.hypnos.promql.plan.node.HistogramCall;
import io.hypnos.promql.plan.node.InfoJoin;
import io.hypnos.promql.plan.node.LabelCall;
import io.hypnos.promql.plan.node.NumberConstant;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.ScalarExtreme;
import io.hypnos.promql.plan.node.ScalarOfVector;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.Sort;
import io.hypnos.promql.plan.node.StepTime;
import io.hypnos.promql.plan.node.UniqueLabels;
import io.hypnos.promql.plan.node.VectorCall;
import io.hypnos.promql.plan.node.VectorOfScalar;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// Plans calls of functions.
final class CallPlanner {

    private final Planner planner;
    private final SelectorPlanner selectors;
    private final QueryTimes times;

    CallPlanner(Planner planner, SelectorPlanner selectors, QueryTimes times) {
        this.planner = planner;
        this.selectors = selectors;
        this.times = times;
    }

    PlanNode call(Call call, Surroundings around) {
        Surroundings inside = around.inCall(call);
        Function function = call.function();
        return switch (function) {
            case PI -> new NumberConstant(Math.PI);
            case TIME -> new StepTime();
            case START -> new NumberConstant(times.start() / 1000.0);
            case END -> new NumberConstant(times.end() / 1000.0);
            case RANGE -> new NumberConstant(Durations.seconds((times.end() - times.start()) * 1_000_000));
            case STEP -> new NumberConstant(
                    times.start() == times.end() ? 0 : Durations.seconds(times.step() * 1_000_000));
            case MAX_OF, MIN_OF -> new ScalarExtreme(function == Function.MAX_OF, arg(call, 0, inside),
                    arg(call, 1, inside));
            case SCALAR -> new ScalarOfVector(arg(call, 0, inside));
            case VECTOR -> new VectorOfScalar(arg(call, 0, inside));
            case TIMESTAMP, START_TIMESTAMP -> timestamp(call, inside);
            case LABEL_REPLACE, LABEL_JOIN -> new UniqueLabels(
                    new LabelCall(function, arg(call, 0, inside), texts(call, 1)), true);
            case ABSENT -> new Absent(arg(call, 0, inside), exactLabels(call.args().getFirst().unwrapped()));
            case ABSENT_OVER_TIME -> new Absent(rangeCall(call, Function.PRESENT_OVER_TIME, inside),
                    exactLabels(call.args().getFirst().unwrapped()));
            case HISTOGRAM_QUANTILE, HISTOGRAM_FRACTION, HISTOGRAM_QUANTILES -> histogram(call, inside);
            case SORT, SORT_DESC -> new Sort(function, arg(call, 0, inside), List.of(), Planner.origin(call));
            case SORT_BY_LABEL, SORT_BY_LABEL_DESC -> new Sort(function, arg(call, 0, inside), texts(call, 1),
                    Planner.origin(call));
            case INFO -> info(call, inside);
            case ABS, ACOS, ACOSH, ASIN, ASINH, ATAN, ATANH, CEIL, CLAMP, CLAMP_MAX, CLAMP_MIN, COS, COSH,
                    DAYS_IN_MONTH, DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, DEG, EXP, FLOOR, HISTOGRAM_AVG,
                    HISTOGRAM_COUNT, HISTOGRAM_STDDEV, HISTOGRAM_STDVAR, HISTOGRAM_SUM, HOUR, LN, LOG10, LOG2, MINUTE,
                    MONTH, RAD, ROUND, SGN, SIN, SINH, SQRT, TAN, TANH, YEAR ->
                vectorCall(call, inside);
            case AVG_OVER_TIME, CHANGES, COUNT_OVER_TIME, DELTA, DERIV, DOUBLE_EXPONENTIAL_SMOOTHING, FIRST_OVER_TIME,
                    IDELTA, INCREASE, IRATE, LAST_OVER_TIME, MAD_OVER_TIME, MAX_OVER_TIME, MIN_OVER_TIME,
                    PREDICT_LINEAR, PRESENT_OVER_TIME, QUANTILE_OVER_TIME, RATE, RESETS, STDDEV_OVER_TIME,
                    STDVAR_OVER_TIME, SUM_OVER_TIME, TS_OF_FIRST_OVER_TIME, TS_OF_LAST_OVER_TIME, TS_OF_MAX_OVER_TIME,
                    TS_OF_MIN_OVER_TIME, XDELTA, XINCREASE, XRATE ->
                checkedRangeCall(call, inside);
        };
    }

    private PlanNode arg(Call call, int index, Surroundings around) {
        return planner.plan(call.args().get(index), around);
    }

    private static List<String> texts(Call call, int from) {
        List<String> texts = new ArrayList<>();
        for (Expr arg : call.args().subList(from, call.args().size())) {
            texts.add(((StringLiteral) arg.unwrapped()).text());
        }
        return texts;
    }

    /// Of a selector, the times of its samples; of anything else, those of the steps.
    private PlanNode timestamp(Call call, Surroundings around) {
        boolean ofStart = call.function() == Function.START_TIMESTAMP;
        if (call.args().getFirst().unwrapped() instanceof VectorSelector selector) {
            var reading = ofStart ? VectorSelect.Reading.START_TIMESTAMP : VectorSelect.Reading.TIMESTAMP;
            VectorSelect select = selectors.instant(selector, around, reading);
            return planner.unique(select, select, true);
        }
        PlanNode input = arg(call, 0, around);
        return planner.unique(new VectorCall(call.function(), input, List.of()), input, true);
    }

    private PlanNode vectorCall(Call call, Surroundings around) {
        if (call.args().isEmpty()) {
            return new VectorCall(call.function(), new VectorOfScalar(new StepTime()), List.of());
        }
        List<PlanNode> arguments = new ArrayList<>();
        for (int i = 1; i < call.args().size(); i++) {
            arguments.add(arg(call, i, around));
        }
        PlanNode input = arg(call, 0, around);
        return planner.unique(new VectorCall(call.function(), input, arguments), input, true);
    }

    private PlanNode checkedRangeCall(Call call, Surroundings around) {
        RangeCall node = rangeCall(call, call.function(), around);
        boolean keepsNames = call.function() == Function.LAST_OVER_TIME || call.function() == Function.FIRST_OVER_TIME;
        return keepsNames ? node : planner.unique(node, node.range(), false);
    }

    private RangeCall rangeCall(Call call, Function function, Surroundings around) {
        PlanNode range = null;
        Expr rangeArg = call;
        List<PlanNode> arguments = new ArrayList<>();
        for (int i = 0; i < call.args().size(); i++) {
            PlanNode arg = arg(call, i, around);
            if (arg.type() == ValueType.MATRIX) {
                range = arg;
                rangeArg = call.args().get(i).unwrapped();
            } else {
                arguments.add(arg);
            }
        }
        if (range == null) {
            throw new IllegalStateException("no range in " + call);
        }
        ExtendedRanges.check(call.function(), rangeArg);
        // Annotations speak about the first argument, whatever it is; of subqueries Prometheus has lost the position.
        Expr first = call.args().getFirst().unwrapped();
        Origin origin = first instanceof SubqueryExpr ? new Origin(new PositionRange(0, 0)) : Planner.origin(first);
        return new RangeCall(function, range, arguments, origin);
    }

    private PlanNode histogram(Call call, Surroundings around) {
        int inputIndex = switch (call.function()) {
            case HISTOGRAM_QUANTILE -> 1;
            case HISTOGRAM_FRACTION -> 2;
            default -> 0;
        };
        String label = "";
        List<PlanNode> arguments = new ArrayList<>();
        List<Origin> origins = new ArrayList<>();
        Expr input = call.args().get(inputIndex).unwrapped();
        origins.add(Planner.origin(input));
        for (int i = 0; i < call.args().size(); i++) {
            Expr arg = call.args().get(i).unwrapped();
            if (i == inputIndex) {
                continue;
            }
            if (arg instanceof StringLiteral text) {
                label = text.text();
            } else {
                arguments.add(planner.plan(arg, around));
                origins.add(Planner.origin(arg));
            }
        }
        var node = new HistogramCall(call.function(), planner.plan(input, around), arguments, label, origins);
        return new UniqueLabels(node, true);
    }

    private PlanNode info(Call call, Surroundings around) {
        List<Matcher> matchers = List.of();
        if (call.args().size() > 1) {
            matchers = ((VectorSelector) call.args().get(1).unwrapped()).matchers();
        }
        Expr input = call.args().getFirst().unwrapped();
        Shift shift = new InfoTimes(selectors).of(input);
        return new UniqueLabels(
                new InfoJoin(planner.plan(input, around), matchers, call.args().size() > 1, shift), true);
    }

    /// The labels that a selector asks for by equality, once each.
    private static Labels exactLabels(Expr expr) {
        List<Matcher> matchers = switch (expr) {
            case VectorSelector selector -> selector.matchers();
            case MatrixSelector matrix -> matrix.selector().matchers();
            default -> List.of();
        };
        var labels = new LabelsBuilder();
        Set<String> seen = new HashSet<>();
        for (Matcher matcher : matchers) {
            if (matcher.name().equals(Labels.METRIC_NAME)) {
                continue;
            }
            if (matcher.type() == MatchType.EQUAL && seen.add(matcher.name())) {
                labels.set(matcher.name(), matcher.value());
            } else {
                labels.remove(matcher.name());
            }
        }
        return labels.build();
    }
}
