package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.series.labels.Labels;

/// A series of ones at the steps at which the input has nothing.
public record Absent(PlanNode input, Labels labels) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new Absent(children.get(0), labels);
    }

    @Override
    public String describe() {
        return "absent " + labels;
    }
}
