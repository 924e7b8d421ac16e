package io.hypnos.promql.ast;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Two expressions and an operator between them.
///
/// @param returnBool whether a comparison gives 0 or 1 instead of filtering
/// @param matching   how the series of the two sides find each other; null unless both are vectors
public record BinaryExpr(BinaryOp op, Expr lhs, Expr rhs, boolean returnBool,
        @Nullable VectorMatching matching) implements Expr {

    @Override
    public ValueType type() {
        return lhs.type() == ValueType.SCALAR && rhs.type() == ValueType.SCALAR ? ValueType.SCALAR : ValueType.VECTOR;
    }

    @Override
    public PositionRange position() {
        return lhs.position().to(rhs.position());
    }

    @Override
    public List<Expr> children() {
        return List.of(lhs, rhs);
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
