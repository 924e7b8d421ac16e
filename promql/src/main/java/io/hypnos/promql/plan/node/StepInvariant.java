package io.hypnos.promql.plan.node;

import java.util.List;

/// A vector that is the same for all steps, computed once.
public record StepInvariant(PlanNode input) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new StepInvariant(children.get(0));
    }

    @Override
    public String describe() {
        return "once for all steps";
    }
}
