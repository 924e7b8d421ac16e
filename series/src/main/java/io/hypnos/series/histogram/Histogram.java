package io.hypnos.series.histogram;

import io.hypnos.series.StaleMarker;

/// One native histogram: a layout of buckets and their counts. Two kinds, as storage keeps them apart: counts of whole observations, and
/// counts that may be fractions. Immutable; the arrays are lent and never changed.
public sealed interface Histogram permits IntegerHistogram, FloatHistogram {

    CounterResetHint hint();

    HistogramLayout layout();

    /// Sum of all observations; a stale marker here makes the whole histogram one.
    double sum();

    Histogram withHint(CounterResetHint hint);

    /// This histogram with float counts.
    FloatHistogram toFloat();

    /// Whether this ends a series instead of counting anything.
    default boolean isStale() {
        return StaleMarker.is(sum());
    }
}
