package io.hypnos.promql.plan.node;

import java.util.List;

/// The time of each step in seconds.
public record StepTime() implements ScalarNode {

    @Override
    public List<PlanNode> children() {
        return List.of();
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return this;
    }

    @Override
    public String describe() {
        return "time";
    }
}
