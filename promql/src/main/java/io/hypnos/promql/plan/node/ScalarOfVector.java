package io.hypnos.promql.plan.node;

import java.util.List;

/// The value of the only float series; NaN for none or several.
public record ScalarOfVector(PlanNode input) implements ScalarNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new ScalarOfVector(children.get(0));
    }

    @Override
    public String describe() {
        return "scalar";
    }
}
