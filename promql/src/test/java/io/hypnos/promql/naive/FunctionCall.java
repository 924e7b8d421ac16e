package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// A function call: finds out on what the function works (samples of a range, elements of a vector, whole series) and gives it that.
final class FunctionCall {

    /// Where remarks about the argument point when it is a subquery.
    private static final PositionRange OF_SUBQUERY = new PositionRange(0, 0);

    private final Evaluation evaluation;
    private final Function function;
    private final Call call;
    private final List<Expr> args;
    private final Frame frame;

    FunctionCall(Evaluation evaluation, Call call, Frame frame) {
        this.evaluation = evaluation;
        this.function = call.function();
        this.call = call;
        this.args = call.args().stream().map(Expr::unwrapped).toList();
        this.frame = frame;
    }

    List<NaiveSeries> evaluate() {
        QueryTimes times = evaluation.times();
        return switch (function) {
            case START -> Evaluation.constant(times.start() / 1000.0, frame);
            case END -> Evaluation.constant(times.end() / 1000.0, frame);
            case RANGE -> Evaluation.constant(times.rangeSeconds(), frame);
            case STEP -> Evaluation.constant(times.stepSeconds(), frame);
            case TIMESTAMP, START_TIMESTAMP -> args.getFirst() instanceof VectorSelector selector
                    ? timesOfSamples(selector)
                    : overVectors();
            case LABEL_REPLACE -> new LabelFunctions(evaluation, args, frame).replace();
            case LABEL_JOIN -> new LabelFunctions(evaluation, args, frame).join();
            case INFO -> new InfoFunction(evaluation, args, frame).evaluate();
            default -> args.stream().anyMatch(a -> a.type() == ValueType.MATRIX) ? overRanges() : overVectors();
        };
    }

    private List<NaiveSeries> timesOfSamples(VectorSelector selector) {
        List<NaiveSeries> series = evaluation.select(selector);
        boolean starts = function == Function.START_TIMESTAMP;
        if (starts && !evaluation.options().has(EngineOptions.Feature.START_TIMESTAMPS)) {
            return List.of();
        }
        return evaluation.collect(frame, time -> {
            long reference = evaluation.referenceTime(selector.shift(), time);
            List<Element> elements = new ArrayList<>();
            for (NaiveSeries one : series) {
                Point point = Selection.latest(one.points(), reference, evaluation.options().lookbackMillis());
                if (point != null) {
                    double value = (starts ? point.start() : point.time()) / 1000.0;
                    elements.add(
                            new Element(evaluation.nameless(one.labels()), true, Point.of(point.time(), value)));
                }
            }
            return elements;
        });
    }

    private List<NaiveSeries> overVectors() {
        if (frame.start() != frame.end() && function.word().startsWith("sort")) {
            evaluation.remarks().warn(
                    "sort is ineffective for range queries since results are always ordered by labels",
                    call.position());
        }
        List<List<NaiveSeries>> inputs = args.stream()
                .map(a -> a instanceof StringLiteral ? List.<NaiveSeries>of() : evaluation.evaluate(a, frame)).toList();
        var functions = new VectorFunctions(evaluation, function, args);
        return evaluation.collect(frame,
                time -> functions.apply(inputs.stream().map(in -> Evaluation.elements(in, time)).toList(), time));
    }

    private List<NaiveSeries> overRanges() {
        int index = 0;
        while (args.get(index).type() != ValueType.MATRIX) {
            index++;
        }
        Range range = range(args.get(index));
        PositionRange position = args.getFirst() instanceof SubqueryExpr ? OF_SUBQUERY : args.getFirst().position();
        List<List<NaiveSeries>> scalars = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            if (i != index) {
                scalars.add(evaluation.evaluate(args.get(i), frame));
            }
        }
        checkBoundary(range.boundary);
        List<NaiveSeries> result = new ArrayList<>();
        for (NaiveSeries series : range.series) {
            NaiveSeries output = overRange(range, series, scalars, position);
            if (!output.points().isEmpty()) {
                result.add(output);
            }
        }
        if (function == Function.ABSENT_OVER_TIME) {
            return absent(result);
        }
        long distinct = result.stream().map(NaiveSeries::labels).distinct().count();
        if (evaluation.dropsNamesAtOnce() && distinct < result.size()) {
            throw new QueryException.Execution(Evaluation.SAME_LABELS);
        }
        return result;
    }

    /// What a range argument gives: series with samples, and where its windows lie.
    private record Range(List<NaiveSeries> series, TimeShift shift, long nanos, Boundary boundary) {}

    private Range range(Expr arg) {
        if (arg instanceof MatrixSelector matrix) {
            return new Range(evaluation.select(matrix.selector()), matrix.selector().shift(),
                    evaluation.times().nanos(matrix.range()), matrix.selector().boundary());
        }
        SubqueryExpr subquery = (SubqueryExpr) arg;
        List<NaiveSeries> series = evaluation.evaluate(subquery, frame).stream()
                .map(FunctionCall::withoutResetHints).toList();
        return new Range(series, subquery.shift(), evaluation.times().nanos(subquery.range()), Boundary.PLAIN);
    }

    /// A subquery may skip or repeat samples, so what they say about the sample before is void.
    private static NaiveSeries withoutResetHints(NaiveSeries series) {
        List<Point> points = series.points().stream().map(p -> {
            NaiveHistogram histogram = p.histogram();
            return histogram == null || histogram.hint() == CounterResetHint.GAUGE
                    ? p
                    : p.withHistogram(histogram.withHint(CounterResetHint.UNKNOWN));
        }).toList();
        return new NaiveSeries(series.labels(), series.dropName(), points);
    }

    private void checkBoundary(Boundary boundary) {
        List<Function> allowed = switch (boundary) {
            case PLAIN -> List.of(function);
            case ANCHORED -> List.of(Function.CHANGES, Function.DELTA, Function.INCREASE, Function.RATE,
                    Function.RESETS);
            case SMOOTHED -> List.of(Function.DELTA, Function.INCREASE, Function.RATE);
        };
        if (!allowed.contains(function)) {
            throw new QueryException.Execution(boundary.word() + " modifier can only be used with: "
                    + String.join(", ", allowed.stream().map(Function::word).toList()) + " - not with "
                    + function.word());
        }
    }

    private NaiveSeries overRange(Range range, NaiveSeries series, List<List<NaiveSeries>> scalars,
            PositionRange position) {
        boolean keepsName = function == Function.LAST_OVER_TIME || function == Function.FIRST_OVER_TIME;
        boolean dropName = !keepsName || series.dropName();
        Labels labels = dropName ? evaluation.nameless(series.labels()) : series.labels();
        long lookback = evaluation.options().lookbackMillis();
        long before = range.boundary == Boundary.PLAIN ? 0 : lookback;
        long after = range.boundary == Boundary.SMOOTHED ? lookback : 0;
        List<Point> output = new ArrayList<>();
        for (long time : frame.times()) {
            long to = evaluation.referenceTime(range.shift, time);
            long from = to - range.nanos / 1_000_000;
            List<Point> points = Selection.window(series.points(), from - before, to + after);
            if (points.isEmpty()) {
                continue;
            }
            var window = new Window(series.metric(), points, from, to, range.nanos, range.boundary);
            double[] parameters = scalars.stream().mapToDouble(s -> evaluation.scalar(s, time)).toArray();
            Point point = new RangeFunctions(evaluation, function, position, window).apply(parameters, time);
            if (point != null) {
                output.add(point.at(time));
            }
        }
        remarkOnName(series, output, position);
        return new NaiveSeries(labels, dropName, output);
    }

    private void remarkOnName(NaiveSeries series, List<Point> output, PositionRange position) {
        String metric = series.metric();
        boolean counts = function == Function.RATE || function == Function.INCREASE;
        if (!counts || metric.isEmpty() || output.stream().noneMatch(Point::isFloat)) {
            return;
        }
        if (evaluation.options().has(EngineOptions.Feature.TYPE_AND_UNIT_LABELS)) {
            String type = series.labels().get("__type__");
            if (!type.equals("counter") && !type.equals("histogram")) {
                evaluation.remarks().inform(
                        "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", got "
                                + Remarks.quoted(type) + ": " + Remarks.quoted(metric),
                        position);
            }
        } else if (!metric.matches("(?s).*_(total|sum|count|bucket)")) {
            evaluation.remarks().inform(
                    "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                            + Remarks.quoted(metric),
                    position);
        }
    }

    /// One series with 1 where no series has a sample.
    private List<NaiveSeries> absent(List<NaiveSeries> present) {
        var times = new TreeSet<>(frame.times());
        present.forEach(s -> s.points().forEach(p -> times.remove(p.time())));
        if (times.isEmpty()) {
            return List.of();
        }
        return List.of(new NaiveSeries(absentLabels(args.getFirst()), true,
                times.stream().map(t -> Point.of(t, 1)).toList()));
    }

    /// The labels that a selector fixes to one value.
    static Labels absentLabels(Expr expr) {
        VectorSelector selector = switch (expr) {
            case VectorSelector e -> e;
            case MatrixSelector e -> e.selector();
            default -> null;
        };
        if (selector == null) {
            return Labels.EMPTY;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        var seen = new TreeSet<String>();
        for (Matcher matcher : selector.matchers()) {
            if (matcher.name().equals(Labels.METRIC_NAME)) {
                continue;
            }
            if (matcher.type() == MatchType.EQUAL && seen.add(matcher.name())) {
                labels.put(matcher.name(), matcher.value());
            } else {
                labels.remove(matcher.name());
            }
        }
        return Labels.of(labels);
    }
}
