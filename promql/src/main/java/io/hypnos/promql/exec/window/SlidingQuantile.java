package io.hypnos.promql.exec.window;

import java.util.Arrays;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.number.Quantiles;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// `quantile_over_time`. Where windows share most of their points, the sorted points of one become those of the next: what has left is taken out,
/// what is new put in its place.
final class SlidingQuantile extends WindowFunction {

    /// A window is sorted anew when more than one in so many of its points changed.
    private static final int WORTH_KEEPING = 4;

    private final double[] quantiles;
    private final Remarks remarks;
    private final Origin origin;
    private final FloatFunction plain;
    private RangePoints points = new RangePoints();
    private boolean hasNaN;
    /// The points `heldFrom` to `heldTo`, exclusive, in ascending order.
    private double[] sorted = new double[64];
    private int heldFrom;
    private int heldTo;

    /// @param quantiles at each step
    SlidingQuantile(double[] quantiles, Remarks remarks, Origin origin) {
        this.quantiles = quantiles;
        this.remarks = remarks;
        this.origin = origin;
        this.plain = new FloatFunction((p, from, to, bounds) -> sortAll(from, to, bounds.step), 1, remarks, origin);
    }

    @Override
    void begin(RangePoints ofSeries, Labels labels) {
        points = ofSeries;
        plain.begin(ofSeries, labels);
        if (sorted.length < points.floatCount) {
            sorted = new double[Math.max(points.floatCount, sorted.length * 2)];
        }
        hasNaN = false;
        for (int i = 0; i < points.floatCount; i++) {
            hasNaN |= Double.isNaN(points.floats[i]);
        }
        heldFrom = 0;
        heldTo = 0;
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        plain.apply(bounds, row);
    }

    private double sortAll(int from, int to, int step) {
        System.arraycopy(points.floats, from, sorted, 0, to - from);
        return Quantiles.ofUnsorted(quantileAt(step), sorted, to - from);
    }

    /// NaN comes first among the sorted, but last in the order by which they are searched; so a series with any is left to sorting.
    @Override
    void applyAll(FloatWindows windows, SeriesRow row) {
        if (hasNaN) {
            super.applyAll(windows, row);
            return;
        }
        for (int step = 0; step < windows.steps(); step++) {
            int from = windows.from(step);
            int to = windows.to(step);
            if (from < to) {
                moveTo(from, to);
                row.set(step, Quantiles.ofSorted(quantileAt(step), sorted, to - from));
            }
        }
    }

    private double quantileAt(int step) {
        double q = quantiles[step];
        if (!(q >= 0 && q <= 1)) {
            remarks.invalidQuantile(q, origin);
        }
        return q;
    }

    private void moveTo(int from, int to) {
        double[] values = points.floats;
        int changed = from - heldFrom + to - heldTo;
        if (from >= heldTo || (long) changed * WORTH_KEEPING > to - from) {
            System.arraycopy(values, from, sorted, 0, to - from);
            Arrays.sort(sorted, 0, to - from);
        } else {
            int size = heldTo - heldFrom;
            for (int i = heldFrom; i < from; i++) {
                int at = Arrays.binarySearch(sorted, 0, size, values[i]);
                System.arraycopy(sorted, at + 1, sorted, at, --size - at);
            }
            for (int i = heldTo; i < to; i++) {
                int found = Arrays.binarySearch(sorted, 0, size, values[i]);
                int at = found < 0 ? ~found : found;
                System.arraycopy(sorted, at, sorted, at + 1, size++ - at);
                sorted[at] = values[i];
            }
        }
        heldFrom = from;
        heldTo = to;
    }
}
