package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.labels.Labels;

/// An aggregation: groups of series, and for each group and step one number, or some of its series.
final class Aggregation {

    private static final double MIN_LONG = -0x1p63;
    private static final double MAX_LONG = 9223372036854774784.0;

    private final Evaluation evaluation;
    private final AggregateExpr expr;
    private final AggregateOp op;
    private final Expr input;
    private final @Nullable Expr parameter;
    private final Frame frame;

    Aggregation(Evaluation evaluation, AggregateExpr expr, Frame frame) {
        this.evaluation = evaluation;
        this.expr = expr;
        this.op = expr.op();
        this.input = expr.expr().unwrapped();
        this.parameter = expr.parameter() == null ? null : expr.parameter().unwrapped();
        this.frame = frame;
    }

    List<NaiveSeries> evaluate() {
        if (op == AggregateOp.COUNT_VALUES) {
            return countValues();
        }
        List<NaiveSeries> numbers = parameter == null ? List.of() : evaluation.evaluate(parameter, frame);
        List<NaiveSeries> series = evaluation.evaluate(input, frame);
        if (parameter != null) {
            double[] values = frame.times().stream().mapToDouble(t -> evaluation.scalar(numbers, t)).toArray();
            if (!isWanted(new Parameters(values), parameter.position())) {
                return List.of();
            }
        }
        Map<Labels, List<NaiveSeries>> groups = new LinkedHashMap<>();
        series.forEach(s -> groups.computeIfAbsent(groupLabels(s.labels(), expr.grouping()), g -> new ArrayList<>())
                .add(s));
        return op.selectsSeries() ? selected(groups, numbers, series.size()) : aggregated(groups, numbers);
    }

    static Labels groupLabels(Labels labels, Grouping grouping) {
        if (grouping.without()) {
            return labels.without(grouping.labels()).without(List.of(Labels.METRIC_NAME));
        }
        return labels.only(grouping.labels());
    }

    /// The parameter at all steps.
    private record Parameters(double[] values) {

        double max() {
            double max = -Double.MAX_VALUE;
            for (double value : values) {
                max = NaiveMath.max(max, value);
            }
            return values.length == 1 ? values[0] : max;
        }

        double min() {
            double min = Double.MAX_VALUE;
            for (double value : values) {
                min = NaiveMath.min(min, value);
            }
            return values.length == 1 ? values[0] : min;
        }

        boolean anyNan() {
            for (double value : values) {
                if (Double.isNaN(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Checks the parameter; false when no step can have a result.
    private boolean isWanted(Parameters numbers, PositionRange position) {
        Remarks remarks = evaluation.remarks();
        switch (op) {
            case TOPK, BOTTOMK, LIMITK -> {
                if (numbers.max() < 1) {
                    return false;
                }
                refuse(numbers.anyNan(), "Parameter value is NaN");
                refuse(numbers.min() <= MIN_LONG,
                        "Scalar value " + GoNumbers.general(numbers.min()) + " underflows int64");
                refuse(numbers.max() >= MAX_LONG,
                        "Scalar value " + GoNumbers.general(numbers.max()) + " overflows int64");
            }
            case LIMIT_RATIO -> {
                if (numbers.max() == 0 && numbers.min() == 0) {
                    return false;
                }
                refuse(numbers.anyNan(), "Ratio value is NaN");
                if (numbers.max() > 1) {
                    invalidRatio(numbers.max(), 1, position);
                }
                if (numbers.min() < -1) {
                    invalidRatio(numbers.min(), -1, position);
                }
            }
            case QUANTILE -> {
                if (numbers.anyNan()) {
                    remarks.invalidQuantile(Double.NaN, position);
                }
                if (numbers.max() > 1) {
                    remarks.invalidQuantile(numbers.max(), position);
                }
                if (numbers.min() < 0) {
                    remarks.invalidQuantile(numbers.min(), position);
                }
            }
            default -> throw new IllegalStateException(op + " has no parameter");
        }
        return true;
    }

    private void invalidRatio(double ratio, double capped, PositionRange position) {
        evaluation.remarks().warn("ratio value should be between -1 and 1, got " + GoNumbers.general(ratio)
                + ", capping to " + GoNumbers.general(capped), position);
    }

    private static void refuse(boolean condition, String message) {
        if (condition) {
            throw new QueryException.Execution(message);
        }
    }

    private List<NaiveSeries> aggregated(Map<Labels, List<NaiveSeries>> groups, List<NaiveSeries> numbers) {
        List<NaiveSeries> result = new ArrayList<>();
        groups.forEach((labels, members) -> {
            List<Point> points = new ArrayList<>();
            boolean dropName = false;
            for (long time : frame.times()) {
                List<Element> elements = Evaluation.elements(members, time);
                double q = numbers.isEmpty() ? 0 : evaluation.scalar(numbers, time);
                var group = new AggregatedGroup(evaluation.remarks(), op, input.position(), elements);
                Point point = elements.isEmpty() ? null : group.aggregate(q);
                if (point != null) {
                    points.add(point.at(time));
                    dropName = group.dropsName();
                }
            }
            if (!points.isEmpty()) {
                result.add(new NaiveSeries(labels, dropName, points));
            }
        });
        return result;
    }

    private List<NaiveSeries> selected(Map<Labels, List<NaiveSeries>> groups, List<NaiveSeries> numbers, int all) {
        return evaluation.collect(frame, time -> {
            double number = evaluation.scalar(numbers, time);
            List<Element> result = new ArrayList<>();
            for (List<NaiveSeries> members : groups.values()) {
                List<Element> elements = Evaluation.elements(members, time);
                result.addAll(
                        new SelectedElements(evaluation.remarks(), op, expr.position(), elements).of(number, all));
            }
            return result;
        });
    }

    private List<NaiveSeries> countValues() {
        var literal = (StringLiteral) Objects.requireNonNull(parameter);
        String label = literal.value();
        if (!Evaluation.isLabelName(label)) {
            throw new QueryException.Execution("invalid label name " + evaluation.source(literal.position()));
        }
        Grouping grouping = expr.grouping();
        if (!grouping.without()) {
            List<String> names = new ArrayList<>(grouping.labels());
            names.add(label);
            grouping = new Grouping(false, names);
        }
        Grouping groups = grouping;
        List<NaiveSeries> series = evaluation.evaluate(input, frame);
        return evaluation.collect(frame, time -> {
            Map<Labels, Integer> counts = new LinkedHashMap<>();
            for (Element element : Evaluation.elements(series, time)) {
                NaiveHistogram histogram = element.point().histogram();
                String value = histogram == null ? GoNumbers.plain(element.value()) : histogram.toString();
                counts.merge(groupLabels(element.labels().with(label, value), groups), 1, Integer::sum);
            }
            List<Element> result = new ArrayList<>();
            counts.forEach((labels, count) -> result.add(new Element(labels, false, Point.of(time, count))));
            return result;
        });
    }
}
