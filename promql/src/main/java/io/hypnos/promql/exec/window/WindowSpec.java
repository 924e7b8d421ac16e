package io.hypnos.promql.exec.window;

import io.hypnos.promql.ast.Boundary;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.Window;

/// What a window function is applied to.
///
/// @param lookback     milliseconds around the window in which `anchored` and `smoothed` look for points
/// @param fromSubquery whether the points were computed, so that they count as read already
public record WindowSpec(Window window, Shift shift, Boundary boundary, long lookback, boolean fromSubquery) {

    /// How far before the window points are wanted, too.
    public long before() {
        return boundary == Boundary.PLAIN ? 0 : lookback;
    }

    /// How far behind it.
    public long behind() {
        return boundary == Boundary.SMOOTHED ? lookback : 0;
    }
}
