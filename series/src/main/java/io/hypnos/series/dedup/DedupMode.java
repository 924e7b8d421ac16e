package io.hypnos.series.dedup;

/// How series that are equal but for their replica labels become one.
public enum DedupMode {
    /// They are none: chunks of one series follow one another, and where they overlap the earlier one wins.
    OFF,
    /// They scrape the same target at other times: one of them is followed until it has a gap, see [PenaltyMerge].
    PENALTY,
    /// They are copies of each other: all samples are joined, see [ChainMerge].
    CHAIN
}
