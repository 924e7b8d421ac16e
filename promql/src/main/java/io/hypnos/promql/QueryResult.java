package io.hypnos.promql;

import java.util.ArrayList;
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

    /// This result with no more than `series` series or samples, and a warning if that leaves some out.
    ///
    /// @param series 0 for all
    public QueryResult limitedTo(int series) {
        QueryValue limited = switch (value) {
            case VectorValue vector when series > 0 && vector.samples().size() > series ->
                new VectorValue(vector.time(), vector.samples().subList(0, series));
            case MatrixValue matrix when series > 0 && matrix.series().size() > series ->
                new MatrixValue(matrix.series().subList(0, series));
            case VectorValue _,MatrixValue _,ScalarValue _,StringValue _ -> value;
        };
        if (limited == value) {
            return this;
        }
        var more = new ArrayList<>(warnings);
        more.add("results truncated due to limit");
        return new QueryResult(limited, more, infos, statistics, analysis);
    }
}
