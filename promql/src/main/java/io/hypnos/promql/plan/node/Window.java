package io.hypnos.promql.plan.node;

import io.hypnos.promql.number.Durations;

/// The length of a window, `(t - length, t]`.
///
/// @param nanos as written; windows are cut at whole milliseconds, rates are per second of this
public record Window(long nanos) {

    public long millis() {
        return nanos / 1_000_000;
    }

    public double seconds() {
        return Durations.seconds(nanos);
    }

    @Override
    public String toString() {
        return Durations.format(nanos);
    }
}
