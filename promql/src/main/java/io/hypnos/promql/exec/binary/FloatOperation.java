package io.hypnos.promql.exec.binary;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.number.GoMath;

/// Operators on two floats.
public final class FloatOperation {

    private FloatOperation() {}

    /// The result for two numbers; comparisons give 1 or 0.
    public static double ofScalars(BinaryOp op, double left, double right) {
        return op.isComparison() ? compare(op, left, right) ? 1 : 0 : arithmetic(op, left, right);
    }

    /// @throws IllegalArgumentException for comparisons and set operators
    public static double arithmetic(BinaryOp op, double left, double right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            case POW -> GoMath.pow(left, right);
            case ATAN2 -> Math.atan2(left, right);
            case OR, AND, UNLESS, EQUAL, NOT_EQUAL, LESS_EQUAL, LESS, GREATER_EQUAL, GREATER, TRIM_UPPER, TRIM_LOWER ->
                throw new IllegalArgumentException(op.symbol() + " is no arithmetic");
        };
    }

    /// @throws IllegalArgumentException for everything but comparisons
    public static boolean compare(BinaryOp op, double left, double right) {
        return switch (op) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS_EQUAL -> left <= right;
            case LESS -> left < right;
            case GREATER_EQUAL -> left >= right;
            case GREATER -> left > right;
            case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER, ADD, SUB, MUL, DIV, MOD, ATAN2, POW ->
                throw new IllegalArgumentException(op.symbol() + " is no comparison");
        };
    }

    /// `into[i] = left[i] op right[i]` for the given steps. A loop of its own for each of the common operators, so that it can be vectorised;
    /// what it computes at absent steps is overlooked.
    static void arithmetic(BinaryOp op, double[] left, double[] right, double[] into, int from, int to) {
        switch (op) {
            case ADD -> {
                for (int i = from; i < to; i++) {
                    into[i] = left[i] + right[i];
                }
            }
            case SUB -> {
                for (int i = from; i < to; i++) {
                    into[i] = left[i] - right[i];
                }
            }
            case MUL -> {
                for (int i = from; i < to; i++) {
                    into[i] = left[i] * right[i];
                }
            }
            case DIV -> {
                for (int i = from; i < to; i++) {
                    into[i] = left[i] / right[i];
                }
            }
            default -> {
                for (int i = from; i < to; i++) {
                    into[i] = arithmetic(op, left[i], right[i]);
                }
            }
        }
    }
}
