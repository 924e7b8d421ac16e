package io.hypnos.promql.plan.node;

import java.util.List;

/// A number that is the same for all steps, computed once.
public record StepInvariantScalar(PlanNode input) implements ScalarNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new StepInvariantScalar(children.get(0));
    }

    @Override
    public String describe() {
        return "once for all steps";
    }
}
