package io.hypnos.promql.ast;

import org.jspecify.annotations.Nullable;

/// `offset` and `@` of a selector or subquery.
///
/// @param at null when the time of evaluation counts
public record TimeShift(Span offset, @Nullable At at) {

    public static final TimeShift NONE = new TimeShift(Span.ZERO, null);

    public TimeShift withOffset(Span other) {
        return new TimeShift(other, at);
    }

    public TimeShift withAt(At other) {
        return new TimeShift(offset, other);
    }
}
