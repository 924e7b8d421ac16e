package io.hypnos.promql.naive;

import io.hypnos.series.labels.Labels;

/// One series at one step.
///
/// @param dropName whether the metric's name goes at the end of the evaluation
record Element(Labels labels, boolean dropName, Point point) {

    static Element scalar(long time, double value) {
        return new Element(Labels.EMPTY, false, Point.of(time, value));
    }

    double value() {
        return point.value();
    }

    boolean isFloat() {
        return point.isFloat();
    }

    String metric() {
        return labels.metricName();
    }
}
