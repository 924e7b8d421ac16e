package io.hypnos.promql.plan.node;

import java.util.List;

/// A number with its sign turned.
public record ScalarNegate(PlanNode input) implements ScalarNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new ScalarNegate(children.get(0));
    }

    @Override
    public String describe() {
        return "negate number";
    }
}
