package io.hypnos.promql.naive;

import java.util.Set;

import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.Call;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.ParenExpr;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.UnaryExpr;
import io.hypnos.promql.ast.VectorSelector;

/// Which expressions are pinned by `@` so that Prometheus evaluates them at the first step only. That can be seen: a parameter of an
/// aggregation is not looked at, and remarks about range queries fall away.
final class StepInvariance {

    /// Functions that look at the time of evaluation, or at times of samples.
    private static final Set<Function> LOOK_AT_TIME = Set.of(Function.DAYS_IN_MONTH, Function.DAY_OF_MONTH,
            Function.DAY_OF_WEEK, Function.DAY_OF_YEAR, Function.HOUR, Function.MINUTE, Function.MONTH,
            Function.YEAR, Function.PREDICT_LINEAR, Function.TIME, Function.TIMESTAMP);

    private StepInvariance() {}

    static boolean of(Expr expr) {
        return switch (expr) {
            case VectorSelector e -> e.shift().at() != null;
            case MatrixSelector e -> of(e.selector());
            case SubqueryExpr e -> e.shift().at() != null;
            case AggregateExpr e -> of(e.expr());
            case BinaryExpr e -> of(e.lhs()) && of(e.rhs());
            case ParenExpr e -> of(e.expr());
            case UnaryExpr e -> of(e.expr());
            case NumberLiteral e -> true;
            case StringLiteral e -> true;
            case Call e -> e.args().stream().allMatch(StepInvariance::of)
                    && (!LOOK_AT_TIME.contains(e.function()) || isTimestampOfSelector(e));
        };
    }

    private static boolean isTimestampOfSelector(Call call) {
        return call.function() == Function.TIMESTAMP && call.args().getFirst().unwrapped() instanceof VectorSelector;
    }
}
