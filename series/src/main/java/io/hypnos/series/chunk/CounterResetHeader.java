package io.hypnos.series.chunk;

import io.hypnos.series.histogram.CounterResetHint;

/// What the header of a histogram chunk says about its first sample and the last one of the chunk before. The order of the constants is the
/// number that the header's two bits hold.
public enum CounterResetHeader {
    /// Nobody compared the two.
    UNKNOWN,
    /// The counter goes on.
    NOT_RESET,
    /// The chunk was begun because of a reset.
    RESET,
    /// All samples are gauges.
    GAUGE;

    private static final CounterResetHeader[] BY_BITS = values();

    static CounterResetHeader ofBits(int bits) {
        return BY_BITS[bits];
    }

    /// This header for a chunk whose first histogram has the given hint, unless that says more.
    CounterResetHeader unlessSaid(CounterResetHint hint) {
        return switch (hint) {
            case GAUGE -> GAUGE;
            case RESET -> RESET;
            case UNKNOWN, NOT_RESET -> this;
        };
    }

    /// What a reader may say about sample `index` of the chunk. About the first it says nothing, whatever the header claims: the chunk
    /// before may be gone, or another may have come between.
    CounterResetHint hint(int index) {
        if (this == GAUGE) {
            return CounterResetHint.GAUGE;
        }
        return index == 0 ? CounterResetHint.UNKNOWN : CounterResetHint.NOT_RESET;
    }
}
