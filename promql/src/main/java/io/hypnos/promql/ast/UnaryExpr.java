package io.hypnos.promql.ast;

import java.util.List;

/// A sign before an expression that is no number.
///
/// @param start where the sign stands
public record UnaryExpr(boolean negative, Expr expr, int start) implements Expr {

    @Override
    public ValueType type() {
        return expr.type();
    }

    @Override
    public PositionRange position() {
        return new PositionRange(start, expr.position().end());
    }

    @Override
    public List<Expr> children() {
        return List.of(expr);
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
