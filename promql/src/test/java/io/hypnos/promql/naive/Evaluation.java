package io.hypnos.promql.naive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.series.labels.Labels;

/// One query being evaluated.
final class Evaluation {

    static final String SAME_LABELS = "vector cannot contain metrics with the same labelset";

    private final String query;
    private final EngineOptions options;
    private final QueryTimes times;
    private final Selection selection;
    private final Remarks remarks;
    /// The nodes around the one that is being evaluated, the outermost first.
    private final List<Expr> path = new ArrayList<>();

    Evaluation(String query, EngineOptions options, QueryTimes times, Selection selection, Remarks remarks) {
        this.query = query;
        this.options = options;
        this.times = times;
        this.selection = selection;
        this.remarks = remarks;
    }

    EngineOptions options() {
        return options;
    }

    Remarks remarks() {
        return remarks;
    }

    Selection selection() {
        return selection;
    }

    QueryTimes times() {
        return times;
    }

    /// The query text of a node.
    String source(PositionRange position) {
        byte[] text = query.getBytes(UTF_8);
        return new String(text, position.start(), position.end() - position.start(), UTF_8);
    }

    /// A label name is any text in UTF-8; bytes that are none stand in the tree as lone surrogates.
    static boolean isLabelName(String name) {
        return !name.isEmpty()
                && name.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    boolean dropsNamesAtOnce() {
        return !options.has(EngineOptions.Feature.DELAYED_NAME_REMOVAL);
    }

    /// The labels of a result that must not keep the metric's name.
    Labels nameless(Labels labels) {
        return dropsNamesAtOnce() ? Selection.withoutMetadata(labels) : labels;
    }

    /// All series of an expression, with a point for each step at which there is one.
    List<NaiveSeries> evaluate(Expr expr, Frame frame) {
        if (frame.isEmpty()) {
            return List.of();
        }
        if (!frame.isSingle() && expr.type() != ValueType.MATRIX && StepInvariance.of(expr)) {
            return repeated(evaluate(expr, Frame.single(frame.start())), frame);
        }
        path.add(expr);
        List<NaiveSeries> result = switch (expr) {
            case AggregateExpr e -> new Aggregation(this, e, frame).evaluate();
            case BinaryExpr e -> new BinaryOperation(this, e, frame).evaluate();
            case Call e -> new FunctionCall(this, e, frame).evaluate();
            case ParenExpr e -> evaluate(e.expr(), frame);
            case UnaryExpr e -> unary(e, frame);
            case NumberLiteral e -> constant(e.value(), frame);
            case VectorSelector e -> new InstantSelection(this, e, frame).evaluate();
            case MatrixSelector e -> ranges(e, frame);
            case SubqueryExpr e -> subquery(e, frame);
            case StringLiteral e -> throw new IllegalStateException("a string has no series");
        };
        path.removeLast();
        return result;
    }

    private static List<NaiveSeries> repeated(List<NaiveSeries> series, Frame frame) {
        return series.stream().map(s -> new NaiveSeries(s.labels(), s.dropName(),
                frame.times().stream().map(t -> s.points().getFirst().at(t)).toList())).toList();
    }

    static List<NaiveSeries> constant(double value, Frame frame) {
        return List.of(new NaiveSeries(Labels.EMPTY, false,
                frame.times().stream().map(t -> Point.of(t, value)).toList()));
    }

    private List<NaiveSeries> unary(UnaryExpr expr, Frame frame) {
        List<NaiveSeries> series = evaluate(expr.expr(), frame);
        if (!expr.negative()) {
            return series;
        }
        List<NaiveSeries> negated = series.stream()
                .map(s -> new NaiveSeries(nameless(s.labels()), true,
                        s.points().stream().map(Evaluation::negated).toList()))
                .toList();
        return dropsNamesAtOnce() ? NaiveEvaluator.merged(negated) : negated;
    }

    private static Point negated(Point point) {
        NaiveHistogram histogram = point.histogram();
        return histogram == null ? point.withValue(-point.value()) : point.withHistogram(histogram.times(-1));
    }

    /// The series that a selector gives, with all their samples.
    List<NaiveSeries> select(VectorSelector selector) {
        List<NaiveSeries> series = selection.select(selector.matchers());
        return needsNoBuckets() ? series.stream().map(Selection::withoutBuckets).toList() : series;
    }

    /// Whether count and sum of histograms are all that the nodes around ask for.
    private boolean needsNoBuckets() {
        boolean skip = false;
        for (Expr node : path.reversed()) {
            switch (node) {
                case SubqueryExpr e -> {
                    return false;
                }
                case BinaryExpr e when e.op() == BinaryOp.TRIM_UPPER || e.op() == BinaryOp.TRIM_LOWER -> {
                    return false;
                }
                case Call e -> {
                    switch (e.function()) {
                        case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG -> skip = true;
                        case HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_FRACTION -> {
                            return false;
                        }
                        default -> {
                        }
                    }
                }
                default -> {
                }
            }
        }
        return skip;
    }

    /// A range selector as the whole query.
    private List<NaiveSeries> ranges(MatrixSelector expr, Frame frame) {
        VectorSelector selector = expr.selector();
        long to = referenceTime(selector.shift(), frame.start());
        long from = to - times.millis(expr.range());
        List<NaiveSeries> result = new ArrayList<>();
        for (NaiveSeries series : select(selector)) {
            long before = selector.boundary() == Boundary.PLAIN ? 0 : options.lookbackMillis();
            long after = selector.boundary() == Boundary.SMOOTHED ? options.lookbackMillis() : 0;
            List<Point> points = Selection.window(series.points(), from - before, to + after);
            if (selector.boundary() != Boundary.PLAIN && points.stream().anyMatch(p -> !p.isFloat())) {
                throw new QueryException.Execution(
                        selector.boundary().word() + " modifier is not supported with histograms");
            }
            if (selector.boundary() != Boundary.PLAIN && !points.isEmpty()) {
                points = ExtendedRange.padded(points, from, to, selector.boundary() == Boundary.SMOOTHED);
            }
            if (!points.isEmpty()) {
                result.add(new NaiveSeries(series.labels(), false, points));
            }
        }
        return result;
    }

    long referenceTime(TimeShift shift, long time) {
        Long pinned = times.pinned(shift.at());
        return (pinned == null ? time : pinned) - times.millis(shift.offset());
    }

    /// The inner expression at the multiples of the step inside the window; for a range query inside all windows and between them.
    List<NaiveSeries> subquery(SubqueryExpr expr, Frame frame) {
        long range = times.millis(expr.range());
        long step = expr.step().isZero() ? options.subqueryStepMillis() : times.millis(expr.step());
        long first = referenceTime(expr.shift(), frame.start()) - range;
        long last = referenceTime(expr.shift(), frame.start()) + frame.lastStep() - frame.start();
        long aligned = step * (first / step);
        if (aligned <= first) {
            aligned += step;
        }
        return evaluate(expr.expr(), new Frame(aligned, last, step));
    }

    /// The elements of each step made series.
    ///
    /// @throws QueryException when one step has two elements with the same labels
    List<NaiveSeries> collect(Frame frame, StepFunction function) {
        if (frame.isSingle()) {
            List<Element> elements = function.at(frame.start());
            long distinct = elements.stream().map(Element::labels).distinct().count();
            if (dropsNamesAtOnce() && distinct < elements.size()) {
                throw new QueryException.Execution(SAME_LABELS);
            }
            return elements.stream().map(
                    e -> new NaiveSeries(e.labels(), e.dropName(), List.of(e.point().at(frame.start())))).toList();
        }
        Map<Labels, NaiveSeries> result = new LinkedHashMap<>();
        for (long time : frame.times()) {
            for (Element element : function.at(time)) {
                NaiveSeries series = result.computeIfAbsent(element.labels(),
                        labels -> new NaiveSeries(labels, element.dropName(), new ArrayList<>()));
                if (!series.points().isEmpty() && series.points().getLast().time() == time) {
                    throw new QueryException.Execution(SAME_LABELS);
                }
                series.points().add(element.point().at(time));
            }
        }
        return List.copyOf(result.values());
    }

    /// What there is at one step.
    interface StepFunction {
        List<Element> at(long time);
    }

    static List<Element> elements(List<NaiveSeries> series, long time) {
        List<Element> elements = new ArrayList<>();
        for (NaiveSeries one : series) {
            Point point = one.at(time);
            if (point != null) {
                elements.add(new Element(one.labels(), one.dropName(), point));
            }
        }
        return elements;
    }

    /// The number that a scalar expression has at each step.
    double scalar(List<NaiveSeries> series, long time) {
        Point point = series.getFirst().at(time);
        if (point == null) {
            throw new IllegalStateException("a scalar without a value");
        }
        return point.value();
    }
}
