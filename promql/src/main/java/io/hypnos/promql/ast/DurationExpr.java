package io.hypnos.promql.ast;

import org.jspecify.annotations.Nullable;

/// Arithmetic on durations. Both operands are null for `step()` and `range()`; a sign has a right operand only.
///
/// @param wrapped whether parentheses stand around it
/// @param own     from the operator's first to its last character where the operands do not say where the expression stands
public record DurationExpr(DurationOp op, @Nullable DurationTerm lhs, @Nullable DurationTerm rhs, boolean wrapped,
        PositionRange own) implements DurationTerm {

    public DurationExpr wrappedInParens() {
        return new DurationExpr(op, lhs, rhs, true, own);
    }

    @Override
    public PositionRange position() {
        if (lhs == null) {
            return rhs == null ? own : own.to(rhs.position());
        }
        return rhs == null ? own.to(lhs.position()) : lhs.position().to(rhs.position());
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
