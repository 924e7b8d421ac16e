package io.hypnos.promql.exec.binary;

import io.hypnos.promql.ast.BinaryOp;

/// Operators on rows of floats.
final class FloatOperation {

    private FloatOperation() {}

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
                    into[i] = op.arithmetic(left[i], right[i]);
                }
            }
        }
    }
}
