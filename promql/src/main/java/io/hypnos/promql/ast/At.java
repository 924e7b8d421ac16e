package io.hypnos.promql.ast;

/// The moment to which `@` pins a selector.
public sealed interface At {

    /// @param millis epoch milliseconds
    record Timestamp(long millis) implements At {}

    /// The first step of the query.
    record Start() implements At {}

    /// The last step of the query.
    record End() implements At {}
}
