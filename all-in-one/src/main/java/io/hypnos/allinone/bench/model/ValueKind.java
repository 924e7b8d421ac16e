package io.hypnos.allinone.bench.model;

/// How the value of a series moves.
public enum ValueKind {
    /// Never.
    CONSTANT,
    /// An integer that grows, and starts again once in [SeriesValues#RESET_STEPS] steps.
    COUNTER,
    /// One bucket of a classic histogram: a share of its family's counter, never less than the bucket below it.
    BUCKET,
    /// The sum of a histogram: its family's counter times a factor with a full mantissa.
    SUM,
    /// A level with two decimals.
    GAUGE,
    /// A level that uses all bits of its mantissa.
    NOISE,
    /// A native histogram, see [HistogramValues].
    HISTOGRAM
}
