package io.hypnos.promql;

/// A question to the engine.
public sealed interface Query permits InstantQuery, RangeQuery {

    String text();

    QuerySettings settings();

    /// Epoch milliseconds of the first evaluation.
    long start();

    /// Epoch milliseconds after which there is no evaluation.
    long end();
}
