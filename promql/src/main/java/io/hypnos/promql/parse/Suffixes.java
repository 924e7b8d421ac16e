package io.hypnos.promql.parse;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.ast.At;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.Span;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.number.GoNumbers;

/// Parses what stands behind a selector or an expression: a range, a subquery, `offset`, `@`, `anchored` and `smoothed`.
final class Suffixes {

    private static final String SHIFTABLE = " must be preceded by an instant vector selector or range vector selector or a subquery";

    private final TokenStream tokens;
    private final DurationParser durations;
    private final ParserOptions options;

    Suffixes(TokenStream tokens, DurationParser durations, ParserOptions options) {
        this.tokens = tokens;
        this.durations = durations;
        this.options = options;
    }

    /// The expression with the next suffix.
    Expr apply(Expr expr) {
        Token token = tokens.next();
        return switch (token.type()) {
            case OFFSET -> offset(expr);
            case AT -> at(expr);
            case ANCHORED -> boundary(expr, Boundary.ANCHORED);
            case SMOOTHED -> boundary(expr, Boundary.SMOOTHED);
            default -> range(expr, token);
        };
    }

    private Expr offset(Expr expr) {
        TokenStream.Context outer = tokens.enter("offset", "number, duration, step(), or range()");
        Span offset = durations.offset();
        tokens.leave(outer);
        int end = tokens.lastEnd();
        TimeShift shift = shiftOf(expr);
        if (shift == null) {
            throw tokens.error(expr.position(), "offset modifier" + SHIFTABLE);
        }
        if (!shift.offset().isZero()) {
            throw tokens.error(expr.position(), "offset may not be set multiple times");
        }
        return shifted(expr, shift.withOffset(offset), end);
    }

    private Expr at(Expr expr) {
        TokenStream.Context outer = tokens.enter("@", "timestamp");
        At at = moment(expr);
        tokens.leave(outer);
        int end = tokens.lastEnd();
        TimeShift shift = shiftOf(expr);
        if (shift == null) {
            throw tokens.error(expr.position(), "@ modifier" + SHIFTABLE);
        }
        if (shift.at() != null) {
            throw tokens.error(expr.position(), "@ <timestamp> may not be set multiple times");
        }
        return shifted(expr, shift.withAt(at), end);
    }

    private At moment(Expr expr) {
        if (tokens.at(TokenType.START) || tokens.at(TokenType.END_OF_RANGE)) {
            boolean start = tokens.next().type() == TokenType.START;
            tokens.expect(TokenType.LEFT_PAREN);
            tokens.expect(TokenType.RIGHT_PAREN);
            return start ? new At.Start() : new At.End();
        }
        NumberLiteral number = durations.signedLiteral();
        double seconds = number.value();
        if (!(Math.abs(seconds) < 0x1p63)) {
            throw tokens.error(expr.position(),
                    "timestamp out of bounds for @ modifier: " + GoNumbers.fixed(seconds, 6));
        }
        double millis = Math.floor(Math.abs(seconds) * 1000 + 0.5);
        return new At.Timestamp((long) (seconds < 0 ? -millis : millis));
    }

    private Expr range(Expr expr, Token open) {
        TokenStream.Context outer = tokens.enter("subquery or range selector", "number, duration, step(), or range()");
        Span range = durations.positiveSpan();
        tokens.enter("subquery or range", "\":\" or \"]\"");
        if (tokens.accept(TokenType.COLON)) {
            tokens.enter("subquery selector", "number, duration, step(), range(), or \"]\"");
            Span step = tokens.at(TokenType.RIGHT_BRACKET) ? Span.ZERO : durations.positiveSpan();
            tokens.enter("subquery selector", "\"]\"");
            Token close = tokens.expect(TokenType.RIGHT_BRACKET);
            tokens.leave(outer);
            return new SubqueryExpr(expr, range, step, TimeShift.NONE, close.end());
        }
        Token close = tokens.expect(TokenType.RIGHT_BRACKET);
        tokens.leave(outer);
        return matrix(expr, range, open.position().to(close.position()));
    }

    private MatrixSelector matrix(Expr expr, Span range, PositionRange brackets) {
        if (!(expr instanceof VectorSelector selector)) {
            throw tokens.error(brackets, "ranges only allowed for vector selectors");
        }
        if (!selector.shift().offset().isZero()) {
            throw tokens.error(brackets, "no offset modifiers allowed before range");
        }
        if (selector.shift().at() != null) {
            throw tokens.error(brackets, "no @ modifiers allowed before range");
        }
        return new MatrixSelector(selector, range, brackets.end());
    }

    private Expr boundary(Expr expr, Boundary boundary) {
        if (!options.has(ParserOptions.Feature.EXTENDED_RANGE_SELECTORS)) {
            throw tokens.error(expr.position(), boundary.word() + " modifier is experimental and not enabled");
        }
        return switch (expr) {
            case VectorSelector selector -> selector.withBoundary(combined(selector, expr, boundary));
            case MatrixSelector matrix -> matrix.withBoundary(combined(matrix.selector(), expr, boundary));
            case SubqueryExpr subquery -> throw tokens.error(expr.position(),
                    boundary.word() + " modifier is not supported for subqueries");
            default -> throw tokens.error(expr.position(), boundary.word() + " modifier not implemented");
        };
    }

    private Boundary combined(VectorSelector selector, Expr whole, Boundary boundary) {
        if (selector.boundary() != Boundary.PLAIN && selector.boundary() != boundary) {
            throw tokens.error(whole.position(), "anchored and smoothed modifiers cannot be used together");
        }
        return boundary;
    }

    private static @Nullable TimeShift shiftOf(Expr expr) {
        return switch (expr) {
            case VectorSelector selector -> selector.shift();
            case MatrixSelector matrix -> matrix.selector().shift();
            case SubqueryExpr subquery -> subquery.shift();
            default -> null;
        };
    }

    private static Expr shifted(Expr expr, TimeShift shift, int end) {
        return switch (expr) {
            case VectorSelector selector -> selector.withShift(shift, end);
            case MatrixSelector matrix -> matrix.withShift(shift, end);
            case SubqueryExpr subquery -> subquery.withShift(shift, end);
            default -> throw new IllegalStateException("not to be shifted: " + expr);
        };
    }
}
