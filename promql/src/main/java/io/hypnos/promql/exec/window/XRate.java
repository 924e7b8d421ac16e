package io.hypnos.promql.exec.window;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.labels.Labels;

/// Thanos' `xrate`, `xincrease` and `xdelta`: they take the last point before the window in addition to those inside, so that no increase
/// between two windows is lost, and do not extrapolate. `xincrease` gives whole numbers for counters of such, and takes a series that begins
/// inside the window as having been 0.
final class XRate extends WindowFunction {

    private static final long MILLIS_PER_SECOND = 1000;

    private final Function function;
    private final long windowMillis;
    /// Points up to this time are not looked at by any window.
    private final long loadedAfter;
    private RangePoints points = new RangePoints();
    private long appeared;

    XRate(Function function, WindowSpec spec, long firstStep) {
        this.function = function;
        this.windowMillis = spec.window().millis();
        this.loadedAfter = spec.shift().apply(firstStep) - windowMillis - spec.before();
    }

    @Override
    void begin(RangePoints ofSeries, Labels labels) {
        if (ofSeries.histogramCount > 0) {
            throw new QueryException.Execution("native histograms are not supported in extended range functions");
        }
        points = ofSeries;
        int first = 0;
        while (first < points.floatCount - 1 && points.floatTimes[first] <= loadedAfter) {
            first++;
        }
        appeared = points.floatTimes[first];
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        int from = bounds.floatFrom;
        while (from + 1 < bounds.floatTo && points.floatTimes[from + 1] <= bounds.start) {
            from++;
        }
        row.set(bounds.step, function == Function.XINCREASE ? increase(bounds, from) : change(bounds, from));
    }

    private double increase(Bounds bounds, int from) {
        if (bounds.end <= appeared + windowMillis && isConstant(from, bounds.floatTo)) {
            return points.floats[from];
        }
        return difference(from, bounds.floatTo);
    }

    private boolean isConstant(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (points.floats[i] != points.floats[from]) {
                return false;
            }
        }
        return true;
    }

    private double change(Bounds bounds, int preceding) {
        int from = preceding;
        int last = bounds.floatTo - 1;
        if (bounds.start - points.floatTimes[from] > averageDistance(from, last)) {
            // The point before the window is too far away to say anything about its beginning.
            if (bounds.floatTo - from < 3) {
                return 0;
            }
            from++;
        }
        double result = difference(from, bounds.floatTo);
        double sampled = points.floatTimes[last] - points.floatTimes[from];
        double toEnd = bounds.end - points.floatTimes[last];
        long seconds = windowMillis / MILLIS_PER_SECOND;
        if (points.floatTimes[from] <= bounds.start && toEnd < averageDistance(from, last)) {
            result *= seconds / (sampled / MILLIS_PER_SECOND);
        }
        return function == Function.XRATE ? result / seconds : result;
    }

    /// Not a number for a single point, which is neither more nor less than anything.
    private double averageDistance(int first, int last) {
        return (double) (points.floatTimes[last] - points.floatTimes[first]) / (last - first);
    }

    private double difference(int from, int to) {
        double lost = 0;
        if (function != Function.XDELTA) {
            double previous = 0;
            for (int i = from; i < to; i++) {
                if (points.floats[i] < previous) {
                    lost += previous;
                }
                previous = points.floats[i];
            }
        }
        return points.floats[to - 1] - points.floats[from] + lost;
    }
}
