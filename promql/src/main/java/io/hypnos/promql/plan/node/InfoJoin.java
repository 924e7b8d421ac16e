package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.series.labels.Matcher;

/// Series with labels of the info series that describe the same target.
///
/// @param matchers which info series, and which of their labels
/// @param chosen   whether the query gave matchers at all
/// @param shift    the time whose info series count
public record InfoJoin(PlanNode input, List<Matcher> matchers, boolean chosen, Shift shift) implements VectorNode {

    public InfoJoin {
        matchers = List.copyOf(matchers);
    }

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new InfoJoin(children.get(0), matchers, chosen, shift);
    }

    @Override
    public String describe() {
        return "info" + matchers + shift;
    }
}
