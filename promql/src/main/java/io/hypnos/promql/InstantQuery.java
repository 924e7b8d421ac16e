package io.hypnos.promql;

/// An expression evaluated at one time.
///
/// @param time epoch milliseconds
public record InstantQuery(String text, long time, QuerySettings settings) implements Query {

    public InstantQuery(String text, long time) {
        this(text, time, QuerySettings.DEFAULT);
    }

    @Override
    public long start() {
        return time;
    }

    @Override
    public long end() {
        return time;
    }
}
