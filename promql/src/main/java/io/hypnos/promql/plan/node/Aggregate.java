package io.hypnos.promql.plan.node;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.ast.Grouping;

/// Series combined into groups.
///
/// @param parameter number or text before the input; null for operators without one
/// @param origins   of the whole, of the input, of the parameter
public record Aggregate(AggregateOp op, PlanNode input, @Nullable PlanNode parameter, Grouping grouping,
        Origins origins) implements VectorNode {

    public record Origins(Origin whole, Origin input, Origin parameter) {}

    @Override
    public List<PlanNode> children() {
        return parameter == null ? List.of(input) : List.of(input, parameter);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new Aggregate(op, children.get(0), parameter == null ? null : children.get(1), grouping, origins);
    }

    @Override
    public String describe() {
        return op.word() + (grouping.without() ? " without " : " by ") + grouping.labels();
    }
}
