package io.hypnos.promql.ast;

import java.util.List;

/// An instant vector evaluated at regular times over the last `range`.
///
/// @param step zero for the engine's default
public record SubqueryExpr(Expr expr, Span range, Span step, TimeShift shift, int end) implements Expr {

    public SubqueryExpr withShift(TimeShift other, int newEnd) {
        return new SubqueryExpr(expr, range, step, other, newEnd);
    }

    @Override
    public ValueType type() {
        return ValueType.MATRIX;
    }

    @Override
    public PositionRange position() {
        return new PositionRange(expr.position().start(), end);
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
