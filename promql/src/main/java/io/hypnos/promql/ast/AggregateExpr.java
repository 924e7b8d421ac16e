package io.hypnos.promql.ast;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// An aggregation over the series of an instant vector.
///
/// @param parameter the number, quantile or label name before the expression; null when the operator has none
public record AggregateExpr(AggregateOp op, Expr expr, @Nullable Expr parameter, Grouping grouping,
        PositionRange position) implements Expr {

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
        return parameter == null ? List.of(expr) : List.of(expr, parameter);
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
