package io.hypnos.promql.exec.window;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.exec.Histograms;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.labels.Labels;

/// `resets` and `changes`: how often a point is less than, or not the same as, the one before it. A float and a histogram are never the same.
///
/// With `anchored`, the last point at or before the beginning of the window is the one that the first point inside is compared with.
final class ChangeCount extends WindowFunction {

    private final boolean resets;
    private final boolean anchored;
    private final boolean useStartTimes;
    private RangePoints points = new RangePoints();

    ChangeCount(boolean resets, WindowSpec spec, boolean useStartTimes) {
        this.resets = resets;
        this.anchored = spec.boundary() == Boundary.ANCHORED;
        this.useStartTimes = useStartTimes && resets;
    }

    @Override
    void begin(RangePoints ofSeries, Labels labels) {
        points = ofSeries;
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        int floatAt = bounds.floatFrom;
        int histogramAt = bounds.histogramFrom;
        if (anchored) {
            int lastFloat = lastUntil(points.floatTimes, floatAt, bounds.floatTo, bounds.start);
            int lastHistogram = lastUntil(points.histogramTimes, histogramAt, bounds.histogramTo, bounds.start);
            if (lastFloat + 1 >= bounds.floatTo && lastHistogram + 1 >= bounds.histogramTo) {
                return;
            }
            boolean floatBefore = lastFloat >= floatAt;
            boolean histogramBefore = lastHistogram >= histogramAt;
            boolean floatAnchor = floatBefore && (!histogramBefore
                    || points.floatTimes[lastFloat] >= points.histogramTimes[lastHistogram]);
            floatAt = floatAnchor ? lastFloat : lastFloat + 1;
            histogramAt = histogramBefore && !floatAnchor ? lastHistogram : lastHistogram + 1;
        }
        row.set(bounds.step, count(bounds, floatAt, histogramAt));
    }

    /// The last index whose time is not behind `until`; `from - 1` when there is none.
    private static int lastUntil(long[] times, int from, int to, long until) {
        int at = from;
        while (at < to && times[at] <= until) {
            at++;
        }
        return at - 1;
    }

    private int count(Bounds bounds, int firstFloat, int firstHistogram) {
        int count = 0;
        int floatAt = firstFloat;
        int histogramAt = firstHistogram;
        // Of the point before, its index among the floats or among the histograms; the other is -1.
        int lastFloat = -1;
        int lastHistogram = -1;
        while (floatAt < bounds.floatTo || histogramAt < bounds.histogramTo) {
            boolean isFloat = histogramAt >= bounds.histogramTo
                    || floatAt < bounds.floatTo && points.floatTimes[floatAt] < points.histogramTimes[histogramAt];
            if (isFloat) {
                if (lastFloat >= 0 ? floatDiffers(lastFloat, floatAt) : lastHistogram >= 0) {
                    count++;
                }
                lastFloat = floatAt++;
                lastHistogram = -1;
            } else {
                if (lastHistogram >= 0 ? histogramDiffers(lastHistogram, histogramAt) : lastFloat >= 0) {
                    count++;
                }
                lastHistogram = histogramAt++;
                lastFloat = -1;
            }
        }
        return count;
    }

    private boolean floatDiffers(int previous, int i) {
        double before = points.floats[previous];
        double now = points.floats[i];
        if (!resets) {
            return now != before && !(Double.isNaN(now) && Double.isNaN(before));
        }
        return now < before || useStartTimes && startsAnew(points.floatStarts, points.floatTimes, previous, i);
    }

    private boolean histogramDiffers(int previous, int i) {
        int before = points.histogramRows[previous];
        int now = points.histogramRows[i];
        if (!resets) {
            return !Histograms.same(points.histograms, before, now);
        }
        return useStartTimes && startsAnew(points.histogramStarts, points.histogramTimes, previous, i)
                || points.histograms.isResetBetween(before, now);
    }

    private static boolean startsAnew(long @Nullable [] starts, long[] times, int previous,
            int i) {
        return starts != null && StartTimes.isReset(starts[previous], times[previous], starts[i], times[i]);
    }
}
