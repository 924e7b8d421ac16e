package io.hypnos.promql.plan.node;

import java.util.List;

/// Every sample with its sign turned.
public record VectorNegate(PlanNode input) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new VectorNegate(children.get(0));
    }

    @Override
    public String describe() {
        return "negate";
    }
}
