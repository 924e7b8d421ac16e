package io.hypnos.promql.plan.node;

import java.util.List;

/// The larger or the smaller of two numbers.
public record ScalarExtreme(boolean larger, PlanNode first, PlanNode second) implements ScalarNode {

    @Override
    public List<PlanNode> children() {
        return List.of(first, second);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new ScalarExtreme(larger, children.get(0), children.get(1));
    }

    @Override
    public String describe() {
        return larger ? "larger number" : "smaller number";
    }
}
