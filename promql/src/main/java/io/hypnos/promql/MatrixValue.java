package io.hypnos.promql;

import java.util.List;

import io.hypnos.promql.ast.ValueType;

/// Samples over time for each of several series, in ascending order of their labels.
public record MatrixValue(List<MatrixSeries> series) implements QueryValue {

    public MatrixValue {
        series = List.copyOf(series);
    }

    @Override
    public ValueType type() {
        return ValueType.MATRIX;
    }
}
