package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.ValueType;

/// A computation. Immutable.
public sealed interface PlanNode permits ScalarNode, VectorNode, RangeNode, TextConstant {

    ValueType type();

    /// The computations that this one needs, in the order in which they are evaluated.
    List<PlanNode> children();

    /// This computation over other children, as many as [#children()] gives and of the same types.
    PlanNode withChildren(List<PlanNode> children);

    /// What the node does, without its children, on one line.
    String describe();
}
