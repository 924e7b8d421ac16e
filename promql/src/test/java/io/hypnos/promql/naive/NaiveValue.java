package io.hypnos.promql.naive;

import java.util.List;

/// What an evaluation gives, with one object for each sample.
public sealed interface NaiveValue {

    record Scalar(double value) implements NaiveValue {}

    record Text(String value) implements NaiveValue {}

    /// One point for each series, in the order of the query.
    record Vector(List<NaiveSeries> series) implements NaiveValue {}

    /// Series in ascending order of their labels.
    record Matrix(List<NaiveSeries> series) implements NaiveValue {}
}
