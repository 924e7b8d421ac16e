package io.hypnos.promql;

import io.hypnos.series.QueryContext;
import io.hypnos.series.SeriesQuerier;

/// Evaluates queries. Immutable and safe for use by many threads.
public final class QueryEngine {

    private final EngineOptions options;

    public QueryEngine(EngineOptions options) {
        this.options = options;
    }

    public EngineOptions options() {
        return options;
    }

    /// Answers the query from the series of `querier`. Time, memory and cancellation are those of `context`.
    ///
    /// @throws QueryException when there is no answer
    public QueryResult execute(Query query, SeriesQuerier querier, QueryContext context) {
        throw new QueryException.Execution("evaluation is not there yet: " + query.text());
    }
}
