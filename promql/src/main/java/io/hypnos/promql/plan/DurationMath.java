package io.hypnos.promql.plan;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.DurationExpr;
import io.hypnos.promql.ast.DurationTerm;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.Span;
import io.hypnos.promql.number.GoMath;

/// Computes lengths of time that a query gives as expressions.
final class DurationMath {

    private static final double MAX_SECONDS = 0x1p63 / 1e9;

    private final QueryTimes times;

    DurationMath(QueryTimes times) {
        this.times = times;
    }

    /// Nanoseconds of a length that must be above zero.
    long positive(Span span) {
        return nanos(span, false);
    }

    /// Nanoseconds of a length that may have either sign.
    long signed(Span span) {
        return nanos(span, true);
    }

    private long nanos(Span span, boolean mayBeNegative) {
        DurationExpr expr = span.expr();
        if (expr == null) {
            return span.nanos();
        }
        double seconds = seconds(expr);
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw invalid(expr.position(), "duration is NaN or infinite");
        }
        if (seconds <= 0 && !mayBeNegative) {
            throw invalid(expr.position(), "duration must be greater than 0");
        }
        if (Math.abs(seconds) > MAX_SECONDS) {
            throw invalid(expr.position(), "duration is out of range");
        }
        return (long) (seconds * 1000) * 1_000_000L;
    }

    private double seconds(@Nullable DurationTerm term) {
        return switch (term) {
            case null -> 0;
            case NumberLiteral number -> number.value();
            case DurationExpr expr -> seconds(expr);
        };
    }

    private double seconds(DurationExpr expr) {
        double left = seconds(expr.lhs());
        double right = seconds(expr.rhs());
        return switch (expr.op()) {
            case STEP -> times.step() / 1000.0;
            case RANGE -> (times.end() - times.start()) / 1000.0;
            case MIN_OF -> GoMath.min(left, right);
            case MAX_OF -> GoMath.max(left, right);
            case ADD -> expr.lhs() == null ? right : left + right;
            case SUB -> expr.lhs() == null ? -right : left - right;
            case MUL -> left * right;
            case DIV -> {
                if (right == 0) {
                    throw invalid(expr.position(), "division by zero");
                }
                yield left / right;
            }
            case MOD -> {
                if (right == 0) {
                    throw invalid(expr.position(), "modulo by zero");
                }
                yield left % right;
            }
            case POW -> GoMath.pow(left, right);
        };
    }

    private static QueryException.Invalid invalid(PositionRange position, String message) {
        return new QueryException.Invalid(position.start() + ":" + position.end() + ": " + message);
    }
}
