package io.hypnos.promql.ast;

import io.hypnos.promql.number.GoMath;

/// The binary operators, from the weakest to the strongest binding.
public enum BinaryOp {
    OR("or", 1), AND("and", 2), UNLESS("unless", 2), EQUAL("==", 3), NOT_EQUAL("!=", 3), LESS_EQUAL("<=", 3), LESS("<",
            3), GREATER_EQUAL(">=", 3), GREATER(">", 3),
    /// Keeps the buckets of a native histogram up to a bound.
    TRIM_UPPER("</", 3),
    /// Keeps the buckets of a native histogram from a bound on.
    TRIM_LOWER(">/", 3), ADD("+", 4), SUB("-", 4), MUL("*", 5), DIV("/", 5), MOD("%", 5), ATAN2("atan2", 5), POW("^",
            6);

    /// How strongly a sign before an expression binds.
    public static final int UNARY_PRECEDENCE = 5;

    private final String symbol;
    private final int precedence;

    BinaryOp(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    /// As PromQL spells it.
    public String symbol() {
        return symbol;
    }

    public int precedence() {
        return precedence;
    }

    public boolean isRightAssociative() {
        return this == POW;
    }

    public boolean isComparison() {
        return switch (this) {
            case EQUAL, NOT_EQUAL, LESS_EQUAL, LESS, GREATER_EQUAL, GREATER -> true;
            case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER, ADD, SUB, MUL, DIV, MOD, ATAN2, POW -> false;
        };
    }

    public boolean isSet() {
        return this == OR || this == AND || this == UNLESS;
    }

    /// Whether the result measures something else than the operands, so that it cannot keep their name.
    public boolean changesMeaning() {
        return switch (this) {
            case ADD, SUB, MUL, DIV, MOD, ATAN2, POW -> true;
            case OR, AND, UNLESS, EQUAL, NOT_EQUAL, LESS_EQUAL, LESS, GREATER_EQUAL, GREATER, TRIM_UPPER, TRIM_LOWER ->
                false;
        };
    }

    /// The result for two numbers; comparisons give 1 or 0.
    public double ofNumbers(double left, double right) {
        return isComparison() ? compare(left, right) ? 1 : 0 : arithmetic(left, right);
    }

    /// @throws IllegalArgumentException for comparisons and set operators
    public double arithmetic(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            case POW -> GoMath.pow(left, right);
            case ATAN2 -> Math.atan2(left, right);
            case OR, AND, UNLESS, EQUAL, NOT_EQUAL, LESS_EQUAL, LESS, GREATER_EQUAL, GREATER, TRIM_UPPER, TRIM_LOWER ->
                throw new IllegalArgumentException(symbol + " is no arithmetic");
        };
    }

    /// @throws IllegalArgumentException for everything but comparisons
    public boolean compare(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS_EQUAL -> left <= right;
            case LESS -> left < right;
            case GREATER_EQUAL -> left >= right;
            case GREATER -> left > right;
            case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER, ADD, SUB, MUL, DIV, MOD, ATAN2, POW ->
                throw new IllegalArgumentException(symbol + " is no comparison");
        };
    }
}
