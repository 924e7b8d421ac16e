package io.hypnos.promql.promqltest;

import java.util.List;

import io.hypnos.promql.naive.Point;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;

/// A series whose samples are points.
record PointSeries(Labels labels, List<Point> points, TimeRange range) implements Series {

    @Override
    public void readInto(Samples into) {
        into.clear();
        for (Point point : points) {
            if (!range.contains(point.time())) {
                continue;
            }
            if (point.histogram() == null) {
                into.addFloat(point.time(), point.value());
            } else {
                into.addHistogram(point.time(), HistogramRows.add(into.histograms(), point.histogram()));
            }
            into.setStartTime(point.start());
        }
    }
}
