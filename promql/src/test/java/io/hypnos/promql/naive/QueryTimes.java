package io.hypnos.promql.naive;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.At;
import io.hypnos.promql.ast.DurationExpr;
import io.hypnos.promql.ast.DurationTerm;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.Span;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.number.Durations;

/// First step, last step and step of the query as asked, to which `start()`, `end()`, `step()` and `range()` refer everywhere in it.
///
/// @param step milliseconds; 0 for an instant query
record QueryTimes(long start, long end, long step) {

    private static final double MAX_SECONDS = 9.223372036854775807e9;

    double rangeSeconds() {
        return (end - start) / 1000.0;
    }

    double stepSeconds() {
        return start == end ? 0 : step / 1000.0;
    }

    /// The pinned time, or null when the time of evaluation counts.
    @Nullable
    Long pinned(@Nullable At at) {
        return switch (at) {
            case null -> null;
            case At.Timestamp timestamp -> timestamp.millis();
            case At.Start first -> start;
            case At.End last -> end;
        };
    }

    /// Refuses lengths of time that cannot be.
    void check(Expr expr) {
        switch (expr) {
            case VectorSelector e -> nanos(e.shift().offset(), true);
            case MatrixSelector e -> nanos(e.range(), false);
            case SubqueryExpr e -> {
                nanos(e.shift().offset(), true);
                nanos(e.step(), false);
                nanos(e.range(), false);
            }
            default -> {
            }
        }
        expr.children().forEach(this::check);
    }

    long millis(Span span) {
        return nanos(span) / 1_000_000;
    }

    long nanos(Span span) {
        return nanos(span, true);
    }

    private long nanos(Span span, boolean mayBeNegative) {
        DurationExpr expr = span.expr();
        if (expr == null) {
            return span.nanos();
        }
        double seconds = seconds(expr);
        if (!Double.isFinite(seconds)) {
            throw refused(expr, "duration is NaN or infinite");
        }
        if (seconds <= 0 && !mayBeNegative) {
            throw refused(expr, "duration must be greater than 0");
        }
        if (Math.abs(seconds) > MAX_SECONDS) {
            throw refused(expr, "duration is out of range");
        }
        return (long) (seconds * 1000) * 1_000_000;
    }

    private double seconds(@Nullable DurationTerm term) {
        return switch (term) {
            case null -> 0;
            case NumberLiteral number -> number.value();
            case DurationExpr expr -> {
                double l = seconds(expr.lhs());
                double r = seconds(expr.rhs());
                yield switch (expr.op()) {
                    case STEP -> step / 1000.0;
                    case RANGE -> Durations.seconds((end - start) * 1_000_000);
                    case MIN_OF -> NaiveMath.min(l, r);
                    case MAX_OF -> NaiveMath.max(l, r);
                    case ADD -> l + r;
                    case SUB -> l - r;
                    case MUL -> l * r;
                    case DIV -> {
                        if (r == 0) {
                            throw refused(expr, "division by zero");
                        }
                        yield l / r;
                    }
                    case MOD -> {
                        if (r == 0) {
                            throw refused(expr, "modulo by zero");
                        }
                        yield l % r;
                    }
                    case POW -> NaiveMath.pow(l, r);
                };
            }
        };
    }

    private static QueryException refused(DurationExpr expr, String reason) {
        return new QueryException.Execution(
                expr.position().start() + ":" + expr.position().end() + ": " + reason);
    }
}
