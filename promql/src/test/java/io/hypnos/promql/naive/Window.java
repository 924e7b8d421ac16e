package io.hypnos.promql.naive;

import java.util.List;

import io.hypnos.promql.ast.Boundary;

/// The samples of one series that a range function sees at one step.
///
/// @param metric name of the series, empty when it has none
/// @param points in ascending time, at least one; with an extended boundary they reach beyond the window
/// @param from   the window is `(from, to]`
/// @param nanos  its length as the query says it
record Window(String metric, List<Point> points, long from, long to, long nanos, Boundary boundary) {

    List<Point> floats() {
        return points.stream().filter(Point::isFloat).toList();
    }

    List<Point> histograms() {
        return points.stream().filter(p -> !p.isFloat()).toList();
    }

    boolean isMixed() {
        return !floats().isEmpty() && !histograms().isEmpty();
    }
}
