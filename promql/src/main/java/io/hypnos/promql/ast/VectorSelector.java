package io.hypnos.promql.ast;

import java.util.List;

import io.hypnos.series.labels.Matcher;

/// A selection of series, each with its latest sample.
///
/// @param name     the metric's name if it stands before the braces, else empty
/// @param matchers all conditions; the one for a name before the braces comes last
public record VectorSelector(String name, List<Matcher> matchers, TimeShift shift, Boundary boundary,
        PositionRange position) implements Expr {

    public VectorSelector {
        matchers = List.copyOf(matchers);
    }

    public VectorSelector withShift(TimeShift other, int end) {
        return new VectorSelector(name, matchers, other, boundary, new PositionRange(position.start(), end));
    }

    public VectorSelector withBoundary(Boundary other) {
        return new VectorSelector(name, matchers, shift, other, position);
    }

    @Override
    public ValueType type() {
        return ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
