package io.hypnos.promql.plan.node;

import io.hypnos.promql.ast.ValueType;

/// Gives one number for each step.
public sealed interface ScalarNode extends PlanNode
        permits NumberConstant, StepTime, ScalarBinary, ScalarExtreme, ScalarNegate, ScalarOfVector,
        StepInvariantScalar {

    @Override
    default ValueType type() {
        return ValueType.SCALAR;
    }
}
