package io.hypnos.promql;

/// What a single query may use. Time and memory are the business of the [io.hypnos.series.QueryContext] it runs in.
///
/// @param maxSamples samples held at one time; a native histogram counts for as many floats as it is large
public record QueryLimits(long maxSamples) {

    public static final QueryLimits DEFAULT = new QueryLimits(50_000_000);
}
