package io.hypnos.promql.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.series.labels.Labels;

/// Expressions like a given one, each with something left out. Some may not parse.
final class SmallerExpressions {

    private SmallerExpressions() {}

    static Set<String> of(Expr expr) {
        Set<String> texts = new LinkedHashSet<>();
        candidates(expr).forEach(e -> texts.add(e.toString()));
        return texts;
    }

    private static List<Expr> candidates(Expr expr) {
        List<Expr> result = new ArrayList<>(expr.children());
        result.addAll(simpler(expr));
        for (Expr child : expr.children()) {
            for (Expr smaller : candidates(child)) {
                result.add(withChildren(expr, e -> e == child ? smaller : e));
            }
        }
        return result;
    }

    private static List<Expr> simpler(Expr expr) {
        return switch (expr) {
            case VectorSelector e -> simpler(e);
            case MatrixSelector e -> List.of(
                    new MatrixSelector(e.selector().withShift(TimeShift.NONE, 0), e.range(), 0),
                    e.withBoundary(Boundary.PLAIN));
            case SubqueryExpr e -> List.of(e.withShift(TimeShift.NONE, 0));
            case AggregateExpr e -> List
                    .of(new AggregateExpr(e.op(), e.expr(), e.parameter(), Grouping.ALL, e.position()));
            case BinaryExpr e -> List.of(new BinaryExpr(e.op(), e.lhs(), e.rhs(), false, e.matching()));
            case NumberLiteral e -> List.of(new NumberLiteral(1, false, e.position()));
            case ParenExpr e -> List.of();
            case UnaryExpr e -> List.of();
            case StringLiteral e -> List.of();
            case Call e -> List.of();
        };
    }

    private static List<Expr> simpler(VectorSelector e) {
        List<Expr> result = new ArrayList<>();
        result.add(e.withShift(TimeShift.NONE, 0));
        result.add(new VectorSelector(e.name(),
                e.matchers().stream().filter(m -> m.name().equals(Labels.METRIC_NAME)).toList(), e.shift(),
                e.boundary(), e.position()));
        return result;
    }

    private static Expr withChildren(Expr expr, UnaryOperator<Expr> change) {
        return switch (expr) {
            case AggregateExpr e -> new AggregateExpr(e.op(), change.apply(e.expr()),
                    e.parameter() == null ? null : change.apply(e.parameter()), e.grouping(), e.position());
            case BinaryExpr e -> new BinaryExpr(e.op(), change.apply(e.lhs()), change.apply(e.rhs()), e.returnBool(),
                    e.matching());
            case Call e -> new Call(e.function(), e.args().stream().map(change).toList(), e.position());
            case ParenExpr e -> new ParenExpr(change.apply(e.expr()), e.position());
            case UnaryExpr e -> new UnaryExpr(e.negative(), change.apply(e.expr()), e.start());
            case SubqueryExpr e -> new SubqueryExpr(change.apply(e.expr()), e.range(), e.step(), e.shift(), e.end());
            case MatrixSelector e -> change.apply(e.selector()) instanceof VectorSelector selector
                    ? new MatrixSelector(selector, e.range(), e.end())
                    : e;
            case VectorSelector e -> e;
            case NumberLiteral e -> e;
            case StringLiteral e -> e;
        };
    }
}
