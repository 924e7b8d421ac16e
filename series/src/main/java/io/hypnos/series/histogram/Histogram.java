package io.hypnos.series.histogram;

import org.jspecify.annotations.Nullable;

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

    /// The same observations in an exponential schema not above this one.
    Histogram reduceTo(int schema);

    /// Why this may not be stored; null when it may.
    @Nullable
    HistogramProblem validate();

    /// This histogram as far as storage takes it: resolutions finer than schema 8 are reduced to that.
    default Histogram reducedForStorage() {
        return layout().schema() > HistogramLayout.MAX_EXPONENTIAL_SCHEMA
                ? reduceTo(HistogramLayout.MAX_EXPONENTIAL_SCHEMA)
                : this;
    }

    /// This histogram with at most `maxBuckets` buckets, reached by lowering the resolution; null when even the lowest has more, or when the
    /// buckets are custom ones.
    default @Nullable Histogram limitedTo(int maxBuckets) {
        Histogram reduced = this;
        while (reduced.layout().bucketCount() > maxBuckets) {
            if (layout().usesCustomBuckets() || reduced.layout().schema() <= HistogramLayout.MIN_EXPONENTIAL_SCHEMA) {
                return null;
            }
            reduced = reduced.reduceTo(reduced.layout().schema() - 1);
        }
        return reduced;
    }

    /// Whether this ends a series instead of counting anything.
    default boolean isStale() {
        return StaleMarker.is(sum());
    }
}
