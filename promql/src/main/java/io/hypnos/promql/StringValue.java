package io.hypnos.promql;

import io.hypnos.promql.ast.ValueType;

/// A text.
public record StringValue(long time, String value) implements QueryValue {

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }
}
