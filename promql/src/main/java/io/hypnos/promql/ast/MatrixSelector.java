package io.hypnos.promql.ast;

import java.util.List;

/// A selection of series, each with its samples of the last `range`. `offset`, `@` and the treatment of the edges belong to the selector.
public record MatrixSelector(VectorSelector selector, Span range, int end) implements Expr {

    public MatrixSelector withShift(TimeShift other, int newEnd) {
        return new MatrixSelector(selector.withShift(other, selector.position().end()), range, newEnd);
    }

    public MatrixSelector withBoundary(Boundary other) {
        return new MatrixSelector(selector.withBoundary(other), range, end);
    }

    @Override
    public ValueType type() {
        return ValueType.MATRIX;
    }

    @Override
    public PositionRange position() {
        return new PositionRange(selector.position().start(), end);
    }

    @Override
    public List<Expr> children() {
        return List.of(selector);
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
