package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.number.GoNumbers;

/// The same number for every step.
public record NumberConstant(double value) implements ScalarNode {

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
        return GoNumbers.plain(value);
    }
}
