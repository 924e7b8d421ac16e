package io.hypnos.promql.exec.select;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.exec.window.WindowFunctions;
import io.hypnos.promql.exec.window.WindowSpec;
import io.hypnos.promql.exec.window.WindowWalk;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.Selection;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;

/// Makes the operators that read series, and announces what they will read.
public final class Selects {

    private final QueryRun run;

    public Selects(QueryRun run) {
        this.run = run;
    }

    public VectorOperator instant(VectorSelect node, StepGrid grid) {
        boolean smoothed = node.boundary() == Boundary.SMOOTHED;
        SeriesFeed feed = feed(node.selection(), node.shift(), grid, run.lookback(), smoothed ? run.lookback() : 0, 0);
        RowReader.Factory readers = remarks -> smoothed
                ? new SmoothedReader(grid, node.shift(), run.lookback(), remarks, node.origin())
                : new InstantReader(node, grid, run.lookback());
        boolean nothing = node.reading() == VectorSelect.Reading.START_TIMESTAMP && !run.usesStartTimestamps();
        return new SeriesScan(run, nothing ? () -> null : feed, readers, grid.count());
    }

    public VectorOperator range(RangeCall call, RangeSelect range, double[][] arguments, StepGrid grid) {
        var spec = WindowSpec.of(call.function(), range, run.lookback());
        SeriesFeed feed = feed(range, spec, grid);
        RowReader.Factory readers = remarks -> new RangeReader(walk(call, spec, arguments, grid, remarks),
                losesName(call), range.statisticsOnly()
                        ? new HistogramStatistics(grid, range.shift(), range.window().millis() + spec.before())
                        : null);
        return new SeriesScan(run, feed, readers, grid.count());
    }

    public VectorOperator overSubquery(RangeCall call, Subquery subquery, VectorOperator input, StepGrid inner,
            double[][] arguments, StepGrid grid) {
        var spec = WindowSpec.of(subquery);
        return new SubqueryScan(run, input, inner, walk(call, spec, arguments, grid, run.remarks()),
                losesName(call), grid.count());
    }

    /// The series of a range selector that stands by itself.
    public SeriesFeed series(RangeSelect range, StepGrid grid) {
        return feed(range, WindowSpec.of(range, run.lookback()), grid);
    }

    private WindowWalk walk(RangeCall call, WindowSpec spec, double[][] arguments, StepGrid grid,
            Remarks remarks) {
        return new WindowFunctions(remarks, call.origin(), spec, run.options())
                .walk(call.function(), arguments, grid);
    }

    private static boolean losesName(RangeCall call) {
        return call.function() != Function.LAST_OVER_TIME && call.function() != Function.FIRST_OVER_TIME;
    }

    private SeriesFeed feed(RangeSelect range, WindowSpec spec, StepGrid grid) {
        long before = spec.window().millis() + spec.before();
        return feed(range.selection(), range.shift(), grid, before, spec.behind(), spec.window().millis());
    }

    private SeriesFeed feed(Selection selection, Shift shift, StepGrid grid, long before, long behind, long window) {
        if (grid.count() == 0) {
            return () -> null;
        }
        TimeRange range;
        try {
            range = TimeRange.closed(Math.addExact(Math.subtractExact(shift.apply(grid.start()), before), 1),
                    Math.addExact(shift.apply(grid.last()), behind));
        } catch (ArithmeticException e) {
            throw new QueryException.Execution("the times of " + selection + " are out of range");
        }
        long step = run.times().isInstant() && grid.count() == 1 ? 0 : grid.step();
        return run.fetches().announce(selection,
                new SelectHints(range, step, selection.function(), window, selection.grouping(), 0));
    }
}
