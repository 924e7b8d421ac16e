package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// `max_over_time` and `min_over_time`. Over floats only, windows that share most of their points share the work too: candidates are kept in a
/// queue, from the greatest on downwards, each point enters and leaves it once, and the front is the answer. NaN counts only where there is
/// nothing else.
final class SlidingExtreme extends WindowFunction {

    /// Windows with fewer points on average are looked through one by one, which is faster then.
    private static final int WORTH_A_QUEUE = 32;

    private final boolean max;
    private final FloatFunction plain;
    private RangePoints points = new RangePoints();
    /// Indices of points: a ring of a power of two.
    private int[] queue = new int[64];

    SlidingExtreme(boolean max, Remarks remarks, Origin origin) {
        this.max = max;
        this.plain = new FloatFunction(
                max
                        ? (p, from, to, b) -> FloatKernels.max(p, from, to)
                        : (p, from, to, b) -> FloatKernels.min(p, from, to),
                1,
                remarks, origin);
    }

    @Override
    void begin(RangePoints ofSeries, Labels labels) {
        points = ofSeries;
        plain.begin(ofSeries, labels);
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        plain.apply(bounds, row);
    }

    @Override
    void applyAll(FloatWindows windows, SeriesRow row) {
        if (windows.looked() < (long) WORTH_A_QUEUE * windows.steps()) {
            super.applyAll(windows, row);
            return;
        }
        if (queue.length < points.floatCount) {
            queue = new int[Integer.highestOneBit(points.floatCount) << 1];
        }
        slide(windows, row);
    }

    private void slide(FloatWindows windows, SeriesRow row) {
        double[] values = points.floats;
        int mask = queue.length - 1;
        int head = 0;
        int tail = 0;
        int entered = 0;
        for (int step = 0; step < windows.steps(); step++) {
            int from = windows.from(step);
            int to = windows.to(step);
            for (entered = Math.max(entered, from); entered < to; entered++) {
                double value = values[entered];
                if (Double.isNaN(value)) {
                    continue;
                }
                while (tail > head && isBeyond(value, values[queue[tail - 1 & mask]])) {
                    tail--;
                }
                queue[tail++ & mask] = entered;
            }
            while (head < tail && queue[head & mask] < from) {
                head++;
            }
            if (from < to) {
                row.set(step, head < tail ? values[queue[head & mask]] : values[from]);
            }
        }
    }

    private boolean isBeyond(double value, double other) {
        return max ? value > other : value < other;
    }
}
