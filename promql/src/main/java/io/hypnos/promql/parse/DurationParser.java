package io.hypnos.promql.parse;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.DurationExpr;
import io.hypnos.promql.ast.DurationOp;
import io.hypnos.promql.ast.DurationTerm;
import io.hypnos.promql.ast.NumberLiteral;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.Span;
import io.hypnos.promql.number.Durations;
import io.hypnos.promql.number.InvalidDurationException;

/// Parses numbers, durations, and arithmetic on durations.
final class DurationParser {

    private static final double MAX_SECONDS = 0x1p63 / 1e9;

    private final TokenStream tokens;
    private final ParserOptions options;
    private int nesting;

    DurationParser(TokenStream tokens, ParserOptions options) {
        this.tokens = tokens;
        this.options = options;
    }

    /// A number or a duration, which is a number of seconds.
    NumberLiteral literal() {
        if (!tokens.at(TokenType.NUMBER) && !tokens.at(TokenType.DURATION)) {
            throw tokens.unexpected();
        }
        Token token = tokens.next();
        try {
            return token.type() == TokenType.NUMBER
                    ? new NumberLiteral(NumberText.parse(token.text()), false, token.position())
                    : new NumberLiteral(Durations.seconds(Durations.parse(token.text())), true, token.position());
        } catch (InvalidDurationException e) {
            throw tokens.error(token.position(), String.valueOf(e.getMessage()));
        } catch (NumberFormatException e) {
            throw tokens.error(token.position(), "error parsing number: " + e.getMessage());
        }
    }

    /// A literal with an optional sign.
    NumberLiteral signedLiteral() {
        if (!isSign(tokens.peek())) {
            return literal();
        }
        Token sign = tokens.next();
        return signed(sign, literal());
    }

    /// The length of a window or of a step: a literal above zero, or an expression.
    Span positiveSpan() {
        DurationTerm term = expression(0);
        if (term instanceof NumberLiteral number && number.value() <= 0) {
            throw tokens.error(number.position(), "duration must be greater than 0");
        }
        return span(term);
    }

    /// What may follow `offset`. A literal or a call ends there: what comes behind it belongs to the expression around. Behind
    /// parentheses, arithmetic goes on.
    Span offset() {
        Token first = tokens.peek();
        return switch (first.type()) {
            case NUMBER, DURATION -> span(inRange(literal(), first.position()));
            case STEP, RANGE, MAX_OF, MIN_OF -> span(call());
            case ADD, SUB -> signedOffset();
            default -> span(expression(0));
        };
    }

    private Span signedOffset() {
        Token sign = tokens.next();
        return switch (tokens.peek().type()) {
            case NUMBER, DURATION -> span(inRange(signed(sign, literal()), sign.position()));
            case STEP, RANGE, MAX_OF, MIN_OF -> {
                DurationOp op = sign.type() == TokenType.SUB ? DurationOp.SUB : DurationOp.ADD;
                yield span(allowed(new DurationExpr(op, null, call(), false, sign.position())));
            }
            case LEFT_PAREN -> {
                tokens.next();
                DurationTerm inner = expression(0);
                tokens.expect(TokenType.RIGHT_PAREN);
                yield span(applySign(sign, wrapped(inner, inner.position())));
            }
            default -> span(climb(applySign(sign, expression(BinaryOp.UNARY_PRECEDENCE + 1)), 0));
        };
    }

    private DurationTerm expression(int minPrecedence) {
        if (++nesting > options.maxDepth()) {
            throw tokens.error(tokens.peek().position(), Parser.tooDeep(options));
        }
        DurationTerm term = climb(operand(), minPrecedence);
        nesting--;
        return term;
    }

    private DurationTerm operand() {
        Token first = tokens.peek();
        switch (first.type()) {
            case NUMBER, DURATION :
                return inRange(literal(), first.position());
            case ADD, SUB :
                tokens.next();
                return applySign(first, expression(BinaryOp.UNARY_PRECEDENCE + 1));
            case STEP, RANGE, MAX_OF, MIN_OF :
                return call();
            case LEFT_PAREN :
                tokens.next();
                DurationTerm inner = expression(0);
                Token close = tokens.expect(TokenType.RIGHT_PAREN);
                allowed(inner);
                return wrapped(inner, first.position().to(close.position()));
            default :
                throw tokens.unexpected();
        }
    }

    private DurationTerm climb(DurationTerm first, int minPrecedence) {
        DurationTerm left = first;
        while (true) {
            Token token = tokens.peek();
            DurationOp op = arithmetic(token);
            BinaryOp binary = token.type().binaryOp();
            if (op == null || binary == null || binary.precedence() < minPrecedence) {
                return left;
            }
            tokens.next();
            DurationTerm right = expression(binary.precedence() + (binary.isRightAssociative() ? 0 : 1));
            allowed(left);
            if (right instanceof NumberLiteral number && number.value() == 0) {
                if (op == DurationOp.DIV) {
                    throw tokens.error(token.position(), "division by zero");
                }
                if (op == DurationOp.MOD) {
                    throw tokens.error(token.position(), "modulo by zero");
                }
            }
            left = new DurationExpr(op, left, right, false, PositionRange.UNKNOWN);
        }
    }

    private DurationExpr call() {
        Token name = tokens.next();
        tokens.expect(TokenType.LEFT_PAREN);
        DurationTerm left = null;
        DurationTerm right = null;
        DurationOp op = switch (name.type()) {
            case STEP -> DurationOp.STEP;
            case RANGE -> DurationOp.RANGE;
            case MAX_OF -> DurationOp.MAX_OF;
            default -> DurationOp.MIN_OF;
        };
        if (op == DurationOp.MAX_OF || op == DurationOp.MIN_OF) {
            left = expression(0);
            tokens.expect(TokenType.COMMA);
            right = expression(0);
        }
        Token close = tokens.expect(TokenType.RIGHT_PAREN);
        var call = new DurationExpr(op, left, right, false, name.position().to(close.position()));
        allowed(call);
        return call;
    }

    private static @Nullable DurationOp arithmetic(Token token) {
        return switch (token.type()) {
            case ADD -> DurationOp.ADD;
            case SUB -> DurationOp.SUB;
            case MUL -> DurationOp.MUL;
            case DIV -> DurationOp.DIV;
            case MOD -> DurationOp.MOD;
            case POW -> DurationOp.POW;
            default -> null;
        };
    }

    /// The term with a sign before it. A plus disappears.
    private DurationTerm applySign(Token sign, DurationTerm term) {
        return switch (term) {
            case NumberLiteral number -> inRange(signed(sign, number), sign.position());
            case DurationExpr expr -> sign.type() == TokenType.SUB
                    ? new DurationExpr(DurationOp.SUB, null, expr, false, sign.position())
                    : expr;
        };
    }

    private DurationExpr wrapped(DurationTerm term, PositionRange position) {
        return switch (term) {
            case DurationExpr expr -> expr.wrappedInParens();
            case NumberLiteral number -> new DurationExpr(DurationOp.ADD, null, number, true, position);
        };
    }

    private static NumberLiteral signed(Token sign, NumberLiteral number) {
        return sign.type() == TokenType.SUB ? number.negated(sign.start()) : number.startingAt(sign.start());
    }

    private static boolean isSign(Token token) {
        return token.type() == TokenType.ADD || token.type() == TokenType.SUB;
    }

    private NumberLiteral inRange(NumberLiteral number, PositionRange position) {
        if (Math.abs(number.value()) > MAX_SECONDS) {
            throw tokens.error(position, "duration out of range");
        }
        return number;
    }

    private DurationTerm allowed(DurationTerm term) {
        if (!options.has(ParserOptions.Feature.DURATION_EXPRESSIONS)) {
            throw tokens.error(term.position(), "experimental duration expression is not enabled");
        }
        return term;
    }

    private static long nanos(double seconds) {
        double nanos = Math.floor(Math.abs(seconds) * 1e9 + 0.5);
        return (long) (seconds < 0 ? -nanos : nanos);
    }

    private static Span span(DurationTerm term) {
        return switch (term) {
            case NumberLiteral number -> Span.ofNanos(nanos(number.value()));
            case DurationExpr expr -> Span.of(expr);
        };
    }
}
