package io.hypnos.promql.plan;

import java.util.List;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.At;
import io.hypnos.promql.ast.MatrixSelector;
import io.hypnos.promql.ast.SubqueryExpr;
import io.hypnos.promql.ast.TimeShift;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.Selection;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.promql.plan.node.Window;

/// Plans selectors and subqueries: their times become milliseconds.
final class SelectorPlanner {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Planner planner;
    private final QueryTimes times;
    private final DurationMath durations;
    private final long defaultStep;

    SelectorPlanner(Planner planner, EngineOptions options, QueryTimes times) {
        this.planner = planner;
        this.times = times;
        this.durations = new DurationMath(times);
        this.defaultStep = options.subqueryStepMillis();
    }

    VectorSelect instant(VectorSelector selector, Surroundings around, VectorSelect.Reading reading) {
        return new VectorSelect(selection(selector, around), shift(selector.shift()), selector.boundary(), reading,
                around.buckets() == Surroundings.Buckets.NOT_NEEDED, Planner.origin(selector));
    }

    RangeSelect range(MatrixSelector matrix, Surroundings around) {
        VectorSelector selector = matrix.selector();
        return new RangeSelect(selection(selector, around), new Window(durations.positive(matrix.range())),
                shift(selector.shift()), selector.boundary(), around.buckets() == Surroundings.Buckets.NOT_NEEDED,
                Planner.origin(matrix));
    }

    Subquery subquery(SubqueryExpr subquery, Surroundings around) {
        Shift shift = shift(subquery.shift());
        long step = subquery.step().isZero() ? defaultStep : durations.positive(subquery.step()) / NANOS_PER_MILLI;
        if (step <= 0) {
            throw new QueryException.Invalid("subquery step must be at least one millisecond: " + subquery);
        }
        var window = new Window(durations.positive(subquery.range()));
        return new Subquery(planner.plan(subquery.expr(), around.inSubquery()), window, step, shift,
                Planner.origin(subquery));
    }

    Shift shift(TimeShift shift) {
        long offset = durations.signed(shift.offset()) / NANOS_PER_MILLI;
        Long pinned = switch (shift.at()) {
            case null -> null;
            case At.Timestamp timestamp -> timestamp.millis();
            case At.Start start -> times.start();
            case At.End end -> times.end();
        };
        return new Shift(offset, pinned);
    }

    private static Selection selection(VectorSelector selector, Surroundings around) {
        return new Selection(selector.matchers(), List.of(), around.function(), around.grouping(), null);
    }
}
