package io.hypnos.tsdb.head;

import java.util.List;

import io.hypnos.series.TimeRange;

/// The size of a head, as `/api/v1/status/tsdb` shows it.
///
/// @param range from the oldest to the newest sample; empty when there is none
/// @param bytes memory outside of the Java heap
public record HeadStatistics(long series, long labelPairs, long chunks, TimeRange range, long bytes,
        Cardinality cardinality) {

    /// What takes the most, each list from the largest down.
    public record Cardinality(List<Count> seriesByMetric, List<Count> valuesByLabel, List<Count> bytesByLabel,
            List<Count> seriesByPair) {}

    /// @param name a metric, a label or a pair written as `name=value`
    public record Count(String name, long value) {}
}
