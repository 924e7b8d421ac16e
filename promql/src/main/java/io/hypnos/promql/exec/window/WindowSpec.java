package io.hypnos.promql.exec.window;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.Window;

/// What a window function is applied to.
///
/// @param before       milliseconds before the window of which points are wanted, too
/// @param behind       the same behind it
/// @param fromSubquery whether the points were computed, so that they count as read already
public record WindowSpec(Window window, Shift shift, Boundary boundary, long before, long behind,
        boolean fromSubquery) {

    /// How far before its window an x-function looks for a point.
    private static final long X_LOOKBACK = 3_600_000;

    /// @param lookback how far around the window `anchored` and `smoothed` look for points
    public static WindowSpec of(Function function, RangeSelect range, long lookback) {
        return switch (function) {
            case XRATE, XINCREASE, XDELTA ->
                new WindowSpec(range.window(), range.shift(), range.boundary(), X_LOOKBACK, 0, false);
            default -> of(range, lookback);
        };
    }

    public static WindowSpec of(RangeSelect range, long lookback) {
        return new WindowSpec(range.window(), range.shift(), range.boundary(),
                range.boundary() == Boundary.PLAIN ? 0 : lookback,
                range.boundary() == Boundary.SMOOTHED ? lookback : 0, false);
    }

    public static WindowSpec of(Subquery subquery) {
        return new WindowSpec(subquery.window(), subquery.shift(), Boundary.PLAIN, 0, 0, true);
    }
}
