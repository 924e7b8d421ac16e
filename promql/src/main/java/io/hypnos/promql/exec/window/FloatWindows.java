package io.hypnos.promql.exec.window;

import java.util.Arrays;

import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.TimeIndex;
import io.hypnos.promql.exec.select.ReadCost;

/// The windows of all steps over a series of floats: which points lie in each. Reused from series to series; where a series has its points at
/// the same times as the one before, as series of one target have, the windows stay as they are.
final class FloatWindows {

    private final StepGrid grid;
    private final WindowSpec spec;
    /// Points `from[i]` to `to[i]`, exclusive, lie in the window of step `i`.
    private final int[] from;
    private final int[] to;
    private final Bounds bounds = new Bounds();
    /// The times over which the windows lie.
    private long[] placedTimes = new long[0];
    private int placedCount;
    /// Points in all windows together.
    private long looked;
    /// The same, each point counted once.
    private long read;
    private int widest;

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
        if (Arrays.equals(times, 0, count, placedTimes, 0, placedCount)) {
            return;
        }
        if (placedTimes.length < count) {
            placedTimes = new long[Math.max(count, Math.min(placedTimes.length * 2, times.length))];
        }
        System.arraycopy(times, 0, placedTimes, 0, count);
        placedCount = count;
        placeAnew(times, count);
        measure();
    }

    private void placeAnew(long[] times, int count) {
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

    private void measure() {
        long inAll = 0;
        long fresh = 0;
        int peak = 0;
        for (int step = 0; step < from.length; step++) {
            int held = to[step] - from[step];
            inAll += held;
            fresh += fresh(step);
            peak = Math.max(peak, held);
        }
        looked = inAll;
        read = fresh;
        widest = peak;
    }

    /// Points in all windows together.
    long looked() {
        return looked;
    }

    /// Notes the points that the steps looked at.
    ///
    /// @param stored whether they were read from storage, where each counts at the first step that needs it
    void charge(ReadCost cost, boolean stored) {
        if (cost.totals().isPerStep()) {
            for (int step = 0; step < from.length; step++) {
                cost.totals().note(step, to[step] - from[step], stored ? fresh(step) : 0);
            }
        } else {
            cost.totals().note(0, looked, stored ? read : 0);
        }
        cost.peakHeld = widest;
        cost.lastHeld = from.length == 0 ? 0 : to[from.length - 1] - from[from.length - 1];
    }

    private int fresh(int step) {
        int known = step == 0 ? from[0] : Math.max(from[step], to[step - 1]);
        return to[step] - known;
    }
}
