package io.hypnos.promql.exec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.MatrixSeries;
import io.hypnos.promql.MatrixValue;
import io.hypnos.promql.exec.select.Selects;
import io.hypnos.promql.exec.select.SeriesFeed;
import io.hypnos.promql.exec.window.RangePoints;
import io.hypnos.promql.exec.window.WindowPoints;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;

/// The value of a range selector that stands by itself: the points of its one window.
final class RangeResult {

    private final QueryRun run;
    private final StepGrid grid;

    RangeResult(QueryRun run, StepGrid grid) {
        this.run = run;
        this.grid = grid;
    }

    MatrixValue of(RangeSelect select) {
        SeriesFeed feed = new Selects(run).series(select, grid);
        var samples = new Samples();
        var points = new RangePoints();
        var window = new WindowPoints(select, run.lookback(), grid.start());
        List<MatrixSeries> result = new ArrayList<>();
        for (Series series = feed.next(); series != null; series = feed.next()) {
            run.context().check();
            samples.clear();
            series.readInto(samples);
            points.load(samples);
            @Nullable
            MatrixSeries cut = window.cut(points, series.labels(), run);
            if (cut != null) {
                result.add(cut);
            }
        }
        result.sort(Comparator.comparing(MatrixSeries::labels));
        return new MatrixValue(result);
    }
}
