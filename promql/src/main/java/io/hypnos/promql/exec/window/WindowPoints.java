package io.hypnos.promql.exec.window;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.MatrixSeries;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.exec.Histograms;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.labels.Labels;

/// Cuts the points of one window out of a series, as the value of a range selector shows them.
public final class WindowPoints {

    private final Boundary boundary;
    private final long start;
    private final long end;
    private final long lookback;

    public WindowPoints(RangeSelect select, long lookback, long time) {
        this.boundary = select.boundary();
        this.end = select.shift().apply(time);
        this.start = end - select.window().millis();
        this.lookback = lookback;
    }

    /// The points in the window; null when there are none. With `anchored` and `smoothed`, points at both edges take the place of those around.
    public @Nullable MatrixSeries cut(RangePoints points, Labels labels, QueryRun run) {
        if (boundary != Boundary.PLAIN) {
            return extended(points, labels, run);
        }
        int floatFrom = behind(points.floatTimes, points.floatCount, start);
        int floatTo = behind(points.floatTimes, points.floatCount, end);
        int histogramFrom = behind(points.histogramTimes, points.histogramCount, start);
        int histogramTo = behind(points.histogramTimes, points.histogramCount, end);
        int size = floatTo - floatFrom + histogramTo - histogramFrom;
        if (size == 0) {
            return null;
        }
        run.context().reserve(16L * size);
        long[] times = new long[size];
        double[] values = new double[size];
        int[] rows = new int[size];
        var column = new HistogramColumn();
        int floatAt = floatFrom;
        int histogramAt = histogramFrom;
        long held = 0;
        for (int i = 0; i < size; i++) {
            boolean isFloat = histogramAt == histogramTo
                    || floatAt < floatTo && points.floatTimes[floatAt] <= points.histogramTimes[histogramAt];
            if (isFloat) {
                times[i] = points.floatTimes[floatAt];
                values[i] = points.floats[floatAt++];
                rows[i] = -1;
                held++;
            } else {
                times[i] = points.histogramTimes[histogramAt];
                int row = points.histogramRows[histogramAt++];
                held += Histograms.sampleSize(points.histograms, row);
                rows[i] = Histograms.append(column, points.histograms, row);
            }
        }
        note(run, held);
        var builder = new MatrixSeries.Builder(labels, times, values, size);
        return (column.size() > 0 ? builder.histograms(column, rows) : builder).build();
    }

    private static void note(QueryRun run, long samples) {
        run.samples().hold(samples);
        run.samples().readAtOnce(samples);
    }

    /// The first index whose time is behind `time`.
    private static int behind(long[] times, int count, long time) {
        int at = 0;
        while (at < count && times[at] <= time) {
            at++;
        }
        return at;
    }

    private @Nullable MatrixSeries extended(RangePoints points, Labels labels, QueryRun run) {
        boolean smoothed = boundary == Boundary.SMOOTHED;
        int from = behind(points.floatTimes, points.floatCount, start - lookback);
        int to = behind(points.floatTimes, points.floatCount, smoothed ? end + lookback : end);
        if (points.histogramCount > 0) {
            throw new QueryException.Execution(boundary.word() + " modifier is not supported with histograms");
        }
        if (from == to) {
            return null;
        }
        long[] times = points.floatTimes;
        int first = Math.max(from, behindUntil(times, from, to - 1, start) - 1);
        int last = smoothed ? notBefore(times, from, to - 1, end) : to - 1;
        if (times[last] <= start) {
            return null;
        }
        double left = smoothed && times[first] < start
                ? Interpolation.between(points, first, first + 1, start, false)
                : points.floats[first];
        double right = smoothed && last > from && times[last] > end
                ? Interpolation.between(points, last - 1, last, end, false)
                : points.floats[last];
        int innerFrom = times[first] <= start ? first + 1 : first;
        int innerTo = times[last] >= end ? last : last + 1;
        int inner = Math.max(innerTo - innerFrom, 0);
        long[] resultTimes = new long[inner + 2];
        double[] resultValues = new double[inner + 2];
        resultTimes[0] = start;
        resultValues[0] = left;
        System.arraycopy(times, innerFrom, resultTimes, 1, inner);
        System.arraycopy(points.floats, innerFrom, resultValues, 1, inner);
        resultTimes[inner + 1] = end;
        resultValues[inner + 1] = right;
        note(run, inner + 2L);
        return new MatrixSeries.Builder(labels, resultTimes, resultValues, inner + 2).build();
    }

    private static int behindUntil(long[] times, int from, int to, long time) {
        int at = from;
        while (at < to && times[at] <= time) {
            at++;
        }
        return at;
    }

    private static int notBefore(long[] times, int from, int to, long time) {
        int at = from;
        while (at < to && times[at] < time) {
            at++;
        }
        return at;
    }
}
