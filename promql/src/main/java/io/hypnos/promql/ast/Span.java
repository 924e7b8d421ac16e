package io.hypnos.promql.ast;

import org.jspecify.annotations.Nullable;

/// A length of time in a query: a number of nanoseconds, or an expression that only a running query can compute.
///
/// @param nanos 0 where an expression stands
public record Span(long nanos, @Nullable DurationExpr expr) {

    public static final Span ZERO = new Span(0, null);

    public static Span ofNanos(long nanos) {
        return nanos == 0 ? ZERO : new Span(nanos, null);
    }

    public static Span of(DurationExpr expr) {
        return new Span(0, expr);
    }

    /// Whether nothing was written.
    public boolean isZero() {
        return nanos == 0 && expr == null;
    }

    @Override
    public String toString() {
        return ExprText.of(this);
    }
}
