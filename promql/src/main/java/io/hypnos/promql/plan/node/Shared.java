package io.hypnos.promql.plan.node;

import java.util.List;

/// A vector that several parents need, computed once. Nodes with the same number have the same input.
public record Shared(int number, PlanNode input) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new Shared(number, children.get(0));
    }

    @Override
    public String describe() {
        return "shared " + number;
    }
}
