package io.hypnos.promql.exec.window;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.Histograms;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.select.ReadCost;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.series.Samples;
import io.hypnos.series.labels.Labels;

/// Moves a window over the points of a series, step by step, and lets a function give a sample for each. Each point is passed once by the
/// leading and once by the trailing edge.
public final class WindowWalk {

    private final StepGrid grid;
    private final Shift shift;
    private final long length;
    /// How far points before and behind the window are wanted, too.
    private final long before;
    private final long behind;
    private final WindowFunction function;
    private final @Nullable CounterNames counterNames;
    private final boolean fromSubquery;
    private final RangePoints points = new RangePoints();
    private final Bounds bounds = new Bounds();
    private final FloatWindows floatWindows;

    /// @param counterNames what looks at the names of series for functions of counters; null for all others
    WindowWalk(StepGrid grid, WindowSpec spec, WindowFunction function, @Nullable CounterNames counterNames) {
        this.grid = grid;
        this.shift = spec.shift();
        this.length = spec.window().millis();
        this.before = spec.before();
        this.behind = spec.behind();
        this.function = function;
        this.counterNames = counterNames;
        this.fromSubquery = spec.fromSubquery();
        this.floatWindows = new FloatWindows(grid, spec);
    }

    /// Fills the row, which has begun its series.
    public void run(Samples samples, Labels labels, SeriesRow row, ReadCost cost) {
        points.load(samples);
        if (points.isEmpty()) {
            return;
        }
        function.begin(points, labels);
        bounds.floatFrom = 0;
        bounds.floatTo = 0;
        bounds.histogramFrom = 0;
        bounds.histogramTo = 0;
        if (length + before + behind > 0) {
            if (shift.isPinned()) {
                stand(row, cost);
            } else if (points.histogramCount == 0) {
                floatWindows.place(points.floatTimes, points.floatCount);
                function.applyAll(floatWindows, row);
                floatWindows.charge(cost, !fromSubquery);
            } else {
                move(row, cost);
            }
        }
        function.end(row);
        if (counterNames != null) {
            counterNames.check(labels, row);
        }
        cost.given += given(row);
    }

    private void move(SeriesRow row, ReadCost cost) {
        long offset = shift.offset();
        for (int step = 0; step < grid.count(); step++) {
            long time = grid.time(step);
            long end = time - offset;
            long first = end - length - before;
            long last = end + behind;
            moveFloats(first, last);
            moveHistograms(first, last);
            if (!bounds.isEmpty()) {
                place(step, time, end);
                function.apply(bounds, row);
                charge(cost, last - grid.step());
            } else {
                cost.lastHeld = 0;
            }
        }
    }

    private void moveFloats(long first, long last) {
        while (bounds.floatTo < points.floatCount && points.floatTimes[bounds.floatTo] <= last) {
            bounds.floatTo++;
        }
        while (bounds.floatFrom < bounds.floatTo && points.floatTimes[bounds.floatFrom] <= first) {
            bounds.floatFrom++;
        }
    }

    private void moveHistograms(long first, long last) {
        while (bounds.histogramTo < points.histogramCount && points.histogramTimes[bounds.histogramTo] <= last) {
            bounds.histogramTo++;
        }
        while (bounds.histogramFrom < bounds.histogramTo
                && points.histogramTimes[bounds.histogramFrom] <= first) {
            bounds.histogramFrom++;
        }
    }

    /// A pinned window is the same for every step.
    private void stand(SeriesRow row, ReadCost cost) {
        long end = shift.apply(grid.start());
        long first = end - length - before;
        long last = end + behind;
        moveFloats(first, last);
        moveHistograms(first, last);
        if (bounds.isEmpty()) {
            return;
        }
        for (int step = 0; step < grid.count(); step++) {
            place(step, grid.time(step), end);
            function.apply(bounds, row);
            charge(cost, Long.MAX_VALUE);
        }
    }

    private void place(int step, long time, long end) {
        bounds.step = step;
        bounds.stepTime = time;
        bounds.end = end;
        bounds.start = end - length;
    }

    /// @param alreadyRead points up to this time were read for the step before
    private void charge(ReadCost cost, long alreadyRead) {
        long held = bounds.floatCount();
        for (int i = bounds.histogramFrom; i < bounds.histogramTo; i++) {
            held += Histograms.sampleSize(points.histograms, points.histogramRows[i]);
        }
        cost.lastHeld = held;
        cost.peakHeld = Math.max(cost.peakHeld, held);
        // What a subquery's input read is in an account of its own.
        long read = fromSubquery ? 0 : bounds.step == 0 ? held : readAfter(alreadyRead);
        cost.totals().note(bounds.step, held, read);
    }

    private long readAfter(long time) {
        long read = 0;
        for (int i = bounds.floatTo - 1; i >= bounds.floatFrom && points.floatTimes[i] > time; i--) {
            read++;
        }
        for (int i = bounds.histogramTo - 1; i >= bounds.histogramFrom && points.histogramTimes[i] > time; i--) {
            read += Histograms.sampleSize(points.histograms, points.histogramRows[i]);
        }
        return read;
    }

    private static long given(SeriesRow row) {
        if (!row.hasHistograms()) {
            return row.count();
        }
        long given = 0;
        for (int step = 0; step < row.steps(); step++) {
            if (row.isPresent(step)) {
                int histogram = row.histogramRow(step);
                given += histogram < 0 ? 1 : Histograms.sampleSize(row.histograms(), histogram);
            }
        }
        return given;
    }
}
