package io.hypnos.promql.plan.node;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.number.Durations;

/// Which time a selector looks at when a step is evaluated: the step's, or a pinned one, `offset` earlier.
///
/// @param offset milliseconds
/// @param pinned epoch milliseconds; null for the step's time
public record Shift(long offset, @Nullable Long pinned) {

    public static final Shift NONE = new Shift(0, null);

    public boolean isPinned() {
        return pinned != null;
    }

    /// The time to look at when the step is at `time`.
    public long apply(long time) {
        return (pinned == null ? time : pinned) - offset;
    }

    @Override
    public String toString() {
        return (pinned == null ? "" : " @ " + pinned + "ms")
                + (offset == 0 ? "" : " offset " + Durations.format(offset * 1_000_000));
    }
}
