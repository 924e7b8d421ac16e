package io.hypnos.promql;

/// An expression evaluated at regular times.
///
/// @param start epoch milliseconds of the first evaluation
/// @param end   epoch milliseconds after which there is no evaluation
/// @param step  milliseconds between evaluations, more than 0
public record RangeQuery(String text, long start, long end, long step, QuerySettings settings) implements Query {

    public RangeQuery {
        if (step <= 0) {
            throw new QueryException.Invalid("zero or negative query resolution step widths are not accepted");
        }
        if (end < start) {
            throw new QueryException.Invalid("end timestamp must not be before start time");
        }
    }

    public RangeQuery(String text, long start, long end, long step) {
        this(text, start, end, step, QuerySettings.DEFAULT);
    }
}
