package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.Histograms;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.labels.Labels;

/// `first_over_time` and `last_over_time`: the point at one end of the window as it is.
final class EdgePoint extends WindowFunction {

    private final boolean first;
    private RangePoints points = new RangePoints();

    EdgePoint(boolean first) {
        this.first = first;
    }

    @Override
    void begin(RangePoints ofSeries, Labels labels) {
        points = ofSeries;
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        int floatAt = first ? bounds.floatFrom : bounds.floatTo - 1;
        int histogramAt = first ? bounds.histogramFrom : bounds.histogramTo - 1;
        if (bounds.histogramFrom == bounds.histogramTo
                || bounds.floatFrom < bounds.floatTo && floatIsNearer(floatAt, histogramAt)) {
            row.set(bounds.step, points.floats[floatAt]);
        } else {
            int copy = Histograms.append(row.histograms(), points.histograms, points.histogramRows[histogramAt]);
            row.setHistogram(bounds.step, copy);
        }
    }

    private boolean floatIsNearer(int floatAt, int histogramAt) {
        long floatTime = points.floatTimes[floatAt];
        long histogramTime = points.histogramTimes[histogramAt];
        return first ? floatTime < histogramTime : histogramTime < floatTime;
    }
}
