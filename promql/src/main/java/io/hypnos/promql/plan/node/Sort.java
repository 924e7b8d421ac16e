package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.Function;

/// Series in another order, which only an instant query shows.
///
/// @param labels names to sort by; empty when values are
public record Sort(Function function, PlanNode input, List<String> labels, Origin origin) implements VectorNode {

    public Sort {
        labels = List.copyOf(labels);
    }

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new Sort(function, children.get(0), labels, origin);
    }

    @Override
    public String describe() {
        return function.word() + (labels.isEmpty() ? "" : labels.toString());
    }
}
