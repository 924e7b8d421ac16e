package io.hypnos.promql.plan.node;

import java.util.List;

/// Refuses series that cannot be told apart.
///
/// Series with the same labels pass when they have no step in common and `disjoint` allows it; to whoever reads them they are pieces of one
/// series.
public record UniqueLabels(PlanNode input, boolean disjoint) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new UniqueLabels(children.get(0), disjoint);
    }

    @Override
    public String describe() {
        return disjoint ? "unique labels at each step" : "unique labels";
    }
}
