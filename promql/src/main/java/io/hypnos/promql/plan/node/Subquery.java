package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.number.Durations;

/// An instant vector evaluated at every multiple of `step` inside a window.
///
/// @param step milliseconds
public record Subquery(PlanNode input, Window window, long step, Shift shift, Origin origin) implements RangeNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new Subquery(children.get(0), window, step, shift, origin);
    }

    @Override
    public String describe() {
        return "subquery [" + window + ":" + Durations.format(step * 1_000_000) + "]" + shift;
    }
}
