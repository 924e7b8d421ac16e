package io.hypnos.promql.promqltest;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.At;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.VectorSelector;

/// An expression whose selectors and outermost subqueries are pinned to a time by `@`, so that it gives the same at any time.
final class PinnedExpression {

    /// Functions that look at the time of evaluation, or at times of samples.
    private static final Set<Function> LOOK_AT_TIME = Set.of(Function.DAYS_IN_MONTH, Function.DAY_OF_MONTH,
            Function.DAY_OF_WEEK, Function.DAY_OF_YEAR, Function.END, Function.HOUR, Function.MINUTE,
            Function.MONTH, Function.YEAR, Function.PREDICT_LINEAR, Function.RANGE, Function.START, Function.STEP,
            Function.TIME, Function.TIMESTAMP);

    private final At at;

    private PinnedExpression(At at) {
        this.at = at;
    }

    /// The pinned expression, or null when its result would still depend on the time of evaluation.
    static @Nullable Expr of(Expr expr, long time) {
        return looksAtTime(expr) ? null : new PinnedExpression(new At.Timestamp(time)).pinned(expr);
    }

    /// Inside a subquery, which is pinned itself, nothing matters.
    private static boolean looksAtTime(Expr expr) {
        if (expr instanceof SubqueryExpr) {
            return false;
        }
        return expr instanceof Call call && LOOK_AT_TIME.contains(call.function())
                || expr.children().stream().anyMatch(PinnedExpression::looksAtTime);
    }

    private Expr pinned(Expr expr) {
        return switch (expr) {
            case VectorSelector e -> e.withShift(pinned(e.shift()), e.position().end());
            case MatrixSelector e -> e.withShift(pinned(e.selector().shift()), e.end());
            case SubqueryExpr e -> e.withShift(pinned(e.shift()), e.end());
            case AggregateExpr e -> new AggregateExpr(e.op(), pinned(e.expr()),
                    e.parameter() == null ? null : pinned(e.parameter()), e.grouping(), e.position());
            case BinaryExpr e ->
                new BinaryExpr(e.op(), pinned(e.lhs()), pinned(e.rhs()), e.returnBool(), e.matching());
            case Call e -> new Call(e.function(), e.args().stream().map(this::pinned).toList(), e.position());
            case ParenExpr e -> new ParenExpr(pinned(e.expr()), e.position());
            case UnaryExpr e -> new UnaryExpr(e.negative(), pinned(e.expr()), e.start());
            case NumberLiteral e -> e;
            case StringLiteral e -> e;
        };
    }

    private TimeShift pinned(TimeShift shift) {
        return shift.at() instanceof At.Timestamp ? shift : shift.withAt(at);
    }
}
