package io.hypnos.promql.exec.select;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.RowSamples;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.exec.window.WindowWalk;
import io.hypnos.series.Samples;

/// Applies a window function to the series of a subquery: the samples at the inner steps are the points. A window function sees whole series;
/// so series that come in pieces are put together first, which needs all of them.
public final class SubqueryScan implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final StepGrid innerGrid;
    private final WindowWalk walk;
    private final boolean losesName;
    private final SeriesRow row;
    private final Samples samples = new Samples();
    private final ReadCost cost;

    /// @param innerGrid the steps at which the input is evaluated
    public SubqueryScan(QueryRun run, VectorOperator input, StepGrid innerGrid, WindowWalk walk, boolean losesName,
            int steps) {
        this.run = run;
        this.input = input;
        this.cost = new ReadCost(run.samples());
        this.innerGrid = innerGrid;
        this.walk = walk;
        this.losesName = losesName;
        this.row = new SeriesRow(steps, run.delaysNameRemoval());
    }

    @Override
    public @Nullable SeriesRow next() {
        while (true) {
            run.context().check();
            SeriesRow points = input.next();
            if (points == null) {
                return null;
            }
            cost.clear();
            row.begin(points.storedLabels());
            row.loseName(losesName || points.nameIsLost());
            RowSamples.load(points, innerGrid, samples);
            walk.run(samples, points.labels(), row, cost);
            run.samples().enter(cost);
            if (!row.isEmpty()) {
                return row;
            }
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
