package io.hypnos.promql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// A value and what is to be said beside it.
///
/// @param warnings remarks about data that may be incomplete or wrong, with positions, in the API's wording
/// @param infos    remarks about a query that may not mean what its author thinks
/// @param analysis what each operator did; null unless the settings asked for it
public record QueryResult(QueryValue value, List<String> warnings, List<String> infos, QueryStatistics statistics,
        @Nullable OperatorAnalysis analysis) {

    public QueryResult {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }
}
