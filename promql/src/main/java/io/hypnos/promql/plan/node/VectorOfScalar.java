package io.hypnos.promql.plan.node;

import java.util.List;

/// One series without labels that has the number at every step.
public record VectorOfScalar(PlanNode input) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new VectorOfScalar(children.get(0));
    }

    @Override
    public String describe() {
        return "vector";
    }
}
