package io.hypnos.promql.exec.window;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.SeriesRow;

/// Functions of the points' number and times, whatever the points are.
final class PointFunction extends WindowFunction {

    private final Function function;
    private RangePoints points = new RangePoints();

    PointFunction(Function function) {
        this.function = function;
    }

    @Override
    void begin(RangePoints ofSeries, io.hypnos.series.labels.Labels labels) {
        points = ofSeries;
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        row.set(bounds.step, switch (function) {
            case COUNT_OVER_TIME -> bounds.floatCount() + bounds.histogramCount();
            case TS_OF_FIRST_OVER_TIME -> first(bounds) / 1000.0;
            case TS_OF_LAST_OVER_TIME -> last(bounds) / 1000.0;
            default -> 1;
        });
    }

    private long first(Bounds bounds) {
        long first = Long.MAX_VALUE;
        if (bounds.floatFrom < bounds.floatTo) {
            first = points.floatTimes[bounds.floatFrom];
        }
        if (bounds.histogramFrom < bounds.histogramTo) {
            first = Math.min(first, points.histogramTimes[bounds.histogramFrom]);
        }
        return first;
    }

    private long last(Bounds bounds) {
        long last = bounds.floatFrom < bounds.floatTo ? points.floatTimes[bounds.floatTo - 1] : 0;
        if (bounds.histogramFrom < bounds.histogramTo) {
            long lastHistogram = points.histogramTimes[bounds.histogramTo - 1];
            last = bounds.floatFrom < bounds.floatTo ? Math.max(last, lastHistogram) : Math.max(0, lastHistogram);
        }
        return last;
    }
}
