package io.hypnos.promql;

import io.hypnos.promql.ast.ValueType;

/// What a query gives. Times are epoch milliseconds.
public sealed interface QueryValue permits ScalarValue, StringValue, VectorValue, MatrixValue {

    ValueType type();
}
