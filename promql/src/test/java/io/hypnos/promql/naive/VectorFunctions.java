package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.series.labels.Labels;

/// The functions over the elements of one step.
final class VectorFunctions {

    private final Evaluation evaluation;
    private final Function function;
    private final List<Expr> args;

    VectorFunctions(Evaluation evaluation, Function function, List<Expr> args) {
        this.evaluation = evaluation;
        this.function = function;
        this.args = args;
    }

    /// @param in what each argument has at that step; nothing for strings
    List<Element> apply(List<List<Element>> in, long time) {
        return switch (function) {
            case ABS -> mapped(in, Math::abs);
            case CEIL -> mapped(in, Math::ceil);
            case FLOOR -> mapped(in, Math::floor);
            case EXP -> mapped(in, Math::exp);
            case SQRT -> mapped(in, Math::sqrt);
            case LN -> mapped(in, Math::log);
            case LOG2 -> mapped(in, NaiveMath::log2);
            case LOG10 -> mapped(in, NaiveMath::log10);
            case SIN -> mapped(in, Math::sin);
            case COS -> mapped(in, Math::cos);
            case TAN -> mapped(in, Math::tan);
            case ASIN -> mapped(in, Math::asin);
            case ACOS -> mapped(in, Math::acos);
            case ATAN -> mapped(in, Math::atan);
            case SINH -> mapped(in, NaiveMath::sinh);
            case COSH -> mapped(in, NaiveMath::cosh);
            case TANH -> mapped(in, Math::tanh);
            case ASINH -> mapped(in, NaiveMath::asinh);
            case ACOSH -> mapped(in, NaiveMath::acosh);
            case ATANH -> mapped(in, NaiveMath::atanh);
            case RAD -> mapped(in, v -> v * Math.PI / 180);
            case DEG -> mapped(in, v -> v * 180 / Math.PI);
            case SGN -> mapped(in, NaiveMath::sign);
            case ROUND -> rounded(in);
            case CLAMP -> clamped(in, number(in, 1), number(in, 2));
            case CLAMP_MIN -> clamped(in, number(in, 1), Double.POSITIVE_INFINITY);
            case CLAMP_MAX -> clamped(in, Double.NEGATIVE_INFINITY, number(in, 1));
            case PI -> List.of(Element.scalar(time, Math.PI));
            case TIME -> List.of(Element.scalar(time, time / 1000.0));
            case VECTOR -> List.of(Element.scalar(time, number(in, 0)));
            case SCALAR -> List.of(Element.scalar(time, single(in.getFirst())));
            case MAX_OF -> List.of(Element.scalar(time, NaiveMath.max(number(in, 0), number(in, 1))));
            case MIN_OF -> List.of(Element.scalar(time, NaiveMath.min(number(in, 0), number(in, 1))));
            case ABSENT -> in.getFirst().isEmpty()
                    ? List.of(new Element(FunctionCall.absentLabels(args.getFirst()), false, Point.of(time, 1)))
                    : List.of();
            case SORT -> sorted(in.getFirst(), false);
            case SORT_DESC -> sorted(in.getFirst(), true);
            case SORT_BY_LABEL -> in.getFirst().stream().sorted(byLabels()).toList();
            case SORT_BY_LABEL_DESC -> in.getFirst().stream().sorted(byLabels().reversed()).toList();
            case TIMESTAMP -> in.getFirst().stream()
                    .map(e -> nameless(e, Point.of(time, e.point().time() / 1000.0))).toList();
            case START_TIMESTAMP -> List.of();
            case YEAR, MONTH, DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, DAYS_IN_MONTH, HOUR, MINUTE -> dates(in, time);
            case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG, HISTOGRAM_STDDEV, HISTOGRAM_STDVAR,
                    HISTOGRAM_FRACTION, HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES ->
                new HistogramFunctions(evaluation, function, args).apply(in, time);
            default -> throw new QueryException.Execution("not in the naive evaluator: " + function.word());
        };
    }

    private static double number(List<List<Element>> in, int index) {
        return in.get(index).getFirst().value();
    }

    private Element nameless(Element element, Point point) {
        return new Element(evaluation.nameless(element.labels()), true, point);
    }

    private List<Element> mapped(List<List<Element>> in, DoubleUnaryOperator operator) {
        return in.getFirst().stream().filter(Element::isFloat)
                .map(e -> nameless(e, Point.of(0, operator.applyAsDouble(e.value())))).toList();
    }

    private List<Element> rounded(List<List<Element>> in) {
        double inverse = 1.0 / (in.size() > 1 ? number(in, 1) : 1);
        return mapped(in, v -> Math.floor(v * inverse + 0.5) / inverse);
    }

    private List<Element> clamped(List<List<Element>> in, double min, double max) {
        return max < min ? List.of() : mapped(in, v -> NaiveMath.max(min, NaiveMath.min(max, v)));
    }

    private static double single(List<Element> elements) {
        List<Element> floats = elements.stream().filter(Element::isFloat).toList();
        return floats.size() == 1 ? floats.getFirst().value() : Double.NaN;
    }

    private static List<Element> sorted(List<Element> elements, boolean descending) {
        Comparator<Element> order = (a, b) -> {
            if (Double.isNaN(a.value()) || Double.isNaN(b.value())) {
                return Boolean.compare(Double.isNaN(a.value()), Double.isNaN(b.value()));
            }
            int compared = NaiveMath.compareNanFirst(a.value(), b.value());
            return descending ? -compared : compared;
        };
        return elements.stream().filter(Element::isFloat).sorted(order).toList();
    }

    private Comparator<Element> byLabels() {
        List<String> names = args.subList(1, args.size()).stream().map(a -> ((StringLiteral) a).value()).toList();
        return (a, b) -> {
            for (String name : names) {
                int order = NaturalOrder.compare(a.labels().get(name), b.labels().get(name));
                if (order != 0) {
                    return order;
                }
            }
            return a.labels().compareTo(b.labels());
        };
    }

    private List<Element> dates(List<List<Element>> in, long time) {
        if (in.isEmpty()) {
            return List.of(new Element(Labels.EMPTY, false, Point.of(time, new GoDate(time / 1000).part(function))));
        }
        List<Element> result = new ArrayList<>();
        for (Element element : in.getFirst()) {
            if (element.isFloat()) {
                result.add(nameless(element, Point.of(time, GoDate.of(element.value()).part(function))));
            }
        }
        return result;
    }
}
