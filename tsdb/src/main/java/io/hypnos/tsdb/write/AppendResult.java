package io.hypnos.tsdb.write;

/// What became of one sample, from the best outcome to the worst; of a series with several samples the worst counts.
public enum AppendResult {
    /// Stored.
    APPENDED,
    /// The series already has this very sample; nothing had to be done.
    ALREADY_PRESENT,
    /// The series has another value at this time, which stays.
    DUPLICATE,
    /// Older than the newest sample of its series, and there is no window for such samples.
    OUT_OF_ORDER,
    /// Older than the out-of-order window reaches.
    TOO_OLD,
    /// Older than everything that the head still takes, and there is no out-of-order window.
    OUT_OF_BOUNDS,
    /// Further in the future than clocks may be wrong.
    TOO_FAR_AHEAD,
    /// A native histogram that contradicts itself.
    INVALID_HISTOGRAM,
    /// The labels were refused by whoever decoded them; nothing of the series was stored.
    INVALID_LABELS,
    /// A new series where no more are allowed.
    TOO_MANY_SERIES;

    private static final AppendResult[] BY_ORDINAL = values();
    static final int COUNT = BY_ORDINAL.length;

    static AppendResult of(int ordinal) {
        return BY_ORDINAL[ordinal];
    }

    /// Whether the sample can be read back now.
    public boolean stored() {
        return this == APPENDED || this == ALREADY_PRESENT;
    }
}
