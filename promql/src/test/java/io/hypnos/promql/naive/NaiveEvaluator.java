package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.parse.Parser;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.labels.Labels;

/// Evaluates queries the plain way: every node gives all its series with all their points, and every point is computed on its own from the
/// points below it.
///
/// What it leaves to the engine: limits (time, memory, samples) and Thanos' x-functions.
public final class NaiveEvaluator {

    private final EngineOptions options;

    public NaiveEvaluator(EngineOptions options) {
        this.options = options;
    }

    /// @throws QueryException when there is no answer
    public NaiveResult instant(String query, long time, SeriesQuerier querier) {
        Expr expr = Parser.parse(query, options.parser());
        var times = new QueryTimes(time, time, 0);
        times.check(expr);
        var remarks = new Remarks();
        if (expr.unwrapped() instanceof StringLiteral text) {
            return result(new NaiveValue.Text(text.value()), remarks, query);
        }
        var evaluation = new Evaluation(query, options, times, new Selection(querier), remarks);
        List<NaiveSeries> series = cleaned(evaluation.evaluate(expr, Frame.single(time)));
        NaiveValue value = switch (expr.type()) {
            case SCALAR -> new NaiveValue.Scalar(series.getFirst().points().getFirst().value());
            case VECTOR -> new NaiveValue.Vector(series);
            case MATRIX -> new NaiveValue.Matrix(sorted(series));
            case STRING, NONE -> throw new IllegalStateException("no value of type " + expr.type());
        };
        return result(value, remarks, query);
    }

    /// @throws QueryException when there is no answer
    public NaiveResult range(String query, long start, long end, long step, SeriesQuerier querier) {
        Expr expr = Parser.parse(query, options.parser());
        if (expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
            throw new QueryException.Invalid("invalid expression type \"" + expr.type().documented()
                    + "\" for range query, must be Scalar or instant Vector");
        }
        var times = new QueryTimes(start, end, step);
        times.check(expr);
        var remarks = new Remarks();
        var evaluation = new Evaluation(query, options, times, new Selection(querier), remarks);
        List<NaiveSeries> series = cleaned(evaluation.evaluate(expr, new Frame(start, end, step)));
        return result(new NaiveValue.Matrix(sorted(series)), remarks, query);
    }

    private static NaiveResult result(NaiveValue value, Remarks remarks, String query) {
        return new NaiveResult(value, remarks.rendered(true, query), remarks.rendered(false, query));
    }

    private List<NaiveSeries> cleaned(List<NaiveSeries> series) {
        if (!options.has(EngineOptions.Feature.DELAYED_NAME_REMOVAL)) {
            return series;
        }
        return merged(series.stream()
                .map(s -> s.dropName() ? s.withLabels(Selection.withoutMetadata(s.labels())) : s).toList());
    }

    /// Series with the same labels made one. Prometheus looks for floats and for histograms of one time, but overlooks one of each; here, as
    /// in the engine, that is refused, too.
    ///
    /// @throws QueryException when two of them have a point at one time
    static List<NaiveSeries> merged(List<NaiveSeries> series) {
        Map<Labels, NaiveSeries> byLabels = new LinkedHashMap<>();
        for (NaiveSeries one : series) {
            byLabels.merge(one.labels(), one, NaiveEvaluator::merged);
        }
        return List.copyOf(byLabels.values());
    }

    private static NaiveSeries merged(NaiveSeries a, NaiveSeries b) {
        var points = new TreeMap<Long, Point>();
        a.points().forEach(p -> points.put(p.time(), p));
        for (Point point : b.points()) {
            if (points.put(point.time(), point) != null) {
                throw new QueryException.Execution(Evaluation.SAME_LABELS);
            }
        }
        return new NaiveSeries(a.labels(), a.dropName(), new ArrayList<>(points.values()));
    }

    private static List<NaiveSeries> sorted(List<NaiveSeries> series) {
        return series.stream().sorted((a, b) -> a.labels().compareTo(b.labels())).toList();
    }
}
