package io.hypnos.promql.plan.node;

import io.hypnos.promql.ast.ValueType;

/// Gives series with at most one sample for each step.
public sealed interface VectorNode extends PlanNode
        permits VectorSelect, RangeCall, VectorOfScalar, VectorCall, LabelCall, Absent, HistogramCall, Sort, InfoJoin,
        Aggregate, VectorScalarBinary, VectorBinary, SetBinary, VectorNegate, StepInvariant, Shared, UniqueLabels {

    @Override
    default ValueType type() {
        return ValueType.VECTOR;
    }
}
