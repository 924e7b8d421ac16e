package io.hypnos.series.chunk;

/// The aggregates that downsampling keeps of each window, in the order in which an aggregate chunk stores them.
public enum Aggregate {
    COUNT, SUM, MIN, MAX,
    /// The running total with resets taken out; the last sample of a chunk stands twice, the second time with its raw value.
    COUNTER
}
