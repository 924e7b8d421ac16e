package io.hypnos.promql.naive;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;

/// A series on its way through the evaluator.
///
/// @param dropName whether the metric's name goes at the end of the evaluation
/// @param points   in ascending time
public record NaiveSeries(Labels labels, boolean dropName, List<Point> points) {

    /// The point of exactly that time, or null.
    @Nullable
    Point at(long time) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (points.get(middle).time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < points.size() && points.get(low).time() == time ? points.get(low) : null;
    }

    NaiveSeries withLabels(Labels other) {
        return new NaiveSeries(other, dropName, points);
    }

    String metric() {
        return labels.metricName();
    }
}
