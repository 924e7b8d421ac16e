package io.hypnos.promql.exec;

import org.jspecify.annotations.Nullable;

/// Gives the series of a vector one after the other, each with its samples at all steps. Used by one thread.
///
/// A row has at least one sample. A series may come in several pieces: rows with the same labels that have no step in common.
public interface VectorOperator extends AutoCloseable {

    /// The next row, or null at the end and ever after. The row is lent until the next call; the caller may change it.
    ///
    /// @throws io.hypnos.promql.QueryException when the data do not fit the query
    @Nullable
    SeriesRow next();

    /// Gives back what is still held; the operator is not asked again.
    @Override
    void close();
}
