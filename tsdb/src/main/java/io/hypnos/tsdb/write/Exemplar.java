package io.hypnos.tsdb.write;

import io.hypnos.series.labels.Labels;

/// An example of what a sample counted, usually with a trace id among its labels.
///
/// @param time epoch milliseconds
public record Exemplar(Labels labels, long time, double value) {}
