package io.hypnos.promql.plan.node;

import io.hypnos.promql.ast.ValueType;

/// Gives series with the samples of a window before each step.
public sealed interface RangeNode extends PlanNode permits RangeSelect, Subquery {

    @Override
    default ValueType type() {
        return ValueType.MATRIX;
    }

    /// Length of the window.
    Window window();

    /// Where the windows stand.
    Shift shift();

    Origin origin();
}
