package io.hypnos.series.histogram;

/// What a writer says about a native histogram and the one before it in the same series. The order of the constants is the number that
/// remote write, WAL and StoreAPI use.
public enum CounterResetHint {
    /// Compare the two to find out.
    UNKNOWN,
    /// This histogram started anew.
    RESET,
    /// This histogram goes on from the previous one.
    NOT_RESET,
    /// A gauge: resets have no meaning.
    GAUGE
}
