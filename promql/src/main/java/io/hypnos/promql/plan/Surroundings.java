package io.hypnos.promql.plan;

import io.hypnos.promql.ast.AggregateExpr;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.Call;
import io.hypnos.series.SelectHints;

/// What stands around an expression, as far as it matters to the selectors inside.
///
/// @param function innermost function or aggregation; empty for none, or when an operator stands in between
/// @param grouping labels of the aggregation directly around
/// @param buckets  what is known about the need for the buckets of histograms
record Surroundings(String function, SelectHints.Grouping grouping, Buckets buckets) {

    static final Surroundings NONE = new Surroundings("", SelectHints.Grouping.NONE, Buckets.NEEDED);

    /// Whether the functions around look at more of a histogram than its count and sum.
    enum Buckets {
        /// Nothing says otherwise.
        NEEDED,
        /// A function around looks at count or sum only.
        NOT_NEEDED,
        /// Something around needs them, whatever stands in between.
        ALWAYS_NEEDED
    }

    Surroundings inAggregate(AggregateExpr expr) {
        var inner = new SelectHints.Grouping(!expr.grouping().without(), expr.grouping().labels());
        return new Surroundings(expr.op().word(), inner, buckets);
    }

    Surroundings inCall(Call call) {
        Buckets inner = switch (call.function()) {
            case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG ->
                buckets == Buckets.ALWAYS_NEEDED ? buckets : Buckets.NOT_NEEDED;
            case HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_FRACTION -> Buckets.ALWAYS_NEEDED;
            default -> buckets;
        };
        return new Surroundings(call.function().word(), SelectHints.Grouping.NONE, inner);
    }

    Surroundings inBinary(BinaryExpr expr) {
        boolean trims = expr.op() == BinaryOp.TRIM_LOWER || expr.op() == BinaryOp.TRIM_UPPER;
        return new Surroundings("", SelectHints.Grouping.NONE, trims ? Buckets.ALWAYS_NEEDED : buckets);
    }

    /// Resets of histograms inside a subquery are found by their buckets.
    Surroundings inSubquery() {
        return new Surroundings(function, SelectHints.Grouping.NONE, Buckets.ALWAYS_NEEDED);
    }

    Surroundings withoutGrouping() {
        return new Surroundings(function, SelectHints.Grouping.NONE, buckets);
    }
}
