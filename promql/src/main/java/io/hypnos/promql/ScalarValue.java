package io.hypnos.promql;

import io.hypnos.promql.ast.ValueType;

/// A number that belongs to no series.
public record ScalarValue(long time, double value) implements QueryValue {

    @Override
    public ValueType type() {
        return ValueType.SCALAR;
    }
}
