package io.hypnos.promql.plan;

import io.hypnos.promql.Query;
import io.hypnos.promql.RangeQuery;

/// The times of a query, in milliseconds.
///
/// @param start first step
/// @param end   what the query gave as its end, which need not be a step
/// @param step  0 for an instant query
public record QueryTimes(long start, long end, long step) {

    public static QueryTimes of(Query query) {
        long step = query instanceof RangeQuery range ? range.step() : 0;
        return new QueryTimes(query.start(), query.end(), step);
    }

    public boolean isInstant() {
        return step == 0;
    }
}
