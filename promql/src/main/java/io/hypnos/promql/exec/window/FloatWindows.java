package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.TimeIndex;
import io.hypnos.promql.exec.select.ReadCost;

/// The windows of all steps over a series of floats: which points lie in each. Reused from series to series.
final class FloatWindows {

    private final StepGrid grid;
    private final WindowSpec spec;
    /// Points `from[i]` to `to[i]`, exclusive, lie in the window of step `i`.
    private final int[] from;
    private final int[] to;
    private final Bounds bounds = new Bounds();

    FloatWindows(StepGrid grid, WindowSpec spec) {
        this.grid = grid;
        this.spec = spec;
        this.from = new int[grid.count()];
        this.to = new int[grid.count()];
    }

    int steps() {
        return from.length;
    }

    int from(int step) {
        return from[step];
    }

    int to(int step) {
        return to[step];
    }

    /// Where the window of a step ends, in epoch milliseconds.
    long end(int step) {
        return grid.time(step) - spec.shift().offset();
    }

    long length() {
        return spec.window().millis();
    }

    /// The bounds of a step; lent until the next call.
    Bounds bounds(int step) {
        bounds.floatFrom = from[step];
        bounds.floatTo = to[step];
        bounds.step = step;
        bounds.stepTime = grid.time(step);
        bounds.end = end(step);
        bounds.start = bounds.end - length();
        return bounds;
    }

    /// Places the windows over points at the given times.
    void place(long[] times, int count) {
        long before = spec.window().millis() + spec.before();
        int first = 0;
        int last = 0;
        int firstStride = 0;
        int lastStride = 0;
        for (int step = 0; step < from.length; step++) {
            long end = end(step);
            int newLast = TimeIndex.behind(end + spec.behind(), times, count, last, lastStride);
            int newFirst = TimeIndex.behind(end - before, times, count, first, firstStride);
            lastStride = newLast - last;
            firstStride = newFirst - first;
            last = newLast;
            first = newFirst;
            from[step] = first;
            to[step] = last;
        }
    }

    /// Notes the points that the steps looked at.
    ///
    /// @param read whether they were read from storage, where each counts at the first step that needs it
    void charge(ReadCost cost, boolean read) {
        if (cost.totals().isPerStep()) {
            for (int step = 0; step < from.length; step++) {
                cost.totals().note(step, to[step] - from[step], read ? fresh(step) : 0);
            }
        }
        long looked = 0;
        long fresh = 0;
        int peak = 0;
        for (int step = 0; step < from.length; step++) {
            int held = to[step] - from[step];
            looked += held;
            fresh += fresh(step);
            peak = Math.max(peak, held);
        }
        if (!cost.totals().isPerStep()) {
            cost.totals().note(0, looked, read ? fresh : 0);
        }
        cost.peakHeld = peak;
        cost.lastHeld = from.length == 0 ? 0 : to[from.length - 1] - from[from.length - 1];
    }

    private int fresh(int step) {
        int known = step == 0 ? from[0] : Math.max(from[step], to[step - 1]);
        return to[step] - known;
    }
}
