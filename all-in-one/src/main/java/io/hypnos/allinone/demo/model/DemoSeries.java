package io.hypnos.allinone.demo.model;

import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.labels.Labels;

/// One series of an instance.
public sealed interface DemoSeries {

    Labels labels();

    /// Numbers.
    ///
    /// @param value of the series when its instance is in a state
    record Floats(Labels labels, FloatValue value) implements DemoSeries {}

    /// Native histograms.
    ///
    /// @param value of the series when its instance is in a state
    record Histograms(Labels labels, HistogramValue value) implements DemoSeries {}

    /// What a number is.
    @FunctionalInterface
    interface FloatValue {
        double at(InstanceState state);
    }

    /// What a histogram is.
    @FunctionalInterface
    interface HistogramValue {
        IntegerHistogram at(InstanceState state);
    }
}
