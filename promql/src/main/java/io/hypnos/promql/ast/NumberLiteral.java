package io.hypnos.promql.ast;

import java.util.List;

/// A number.
///
/// @param duration whether it was written as a duration; the value is in seconds then
public record NumberLiteral(double value, boolean duration, PositionRange position) implements Expr, DurationTerm {

    /// The number with its sign turned, which now begins at `start`.
    public NumberLiteral negated(int start) {
        return new NumberLiteral(-value, duration, new PositionRange(start, position.end()));
    }

    public NumberLiteral startingAt(int start) {
        return new NumberLiteral(value, duration, new PositionRange(start, position.end()));
    }

    @Override
    public ValueType type() {
        return ValueType.SCALAR;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public String toString() {
        return ExprText.of((Expr) this);
    }
}
