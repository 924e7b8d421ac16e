package io.hypnos.series.dedup;

import io.hypnos.series.TimeRange;

/// What a selection wants of its series.
///
/// @param range    the samples wanted
/// @param function the innermost function or aggregation around the selector, as PromQL spells it; empty when there is none
public record DedupOptions(DedupMode mode, TimeRange range, String function) {

    AggregateChoice aggregate() {
        return AggregateChoice.of(function);
    }

    /// Whether a change of replica must not look like a reset, see [CounterOffsets].
    boolean isCounter() {
        return switch (function) {
            case "increase", "rate", "irate", "resets" -> true;
            default -> false;
        };
    }
}
