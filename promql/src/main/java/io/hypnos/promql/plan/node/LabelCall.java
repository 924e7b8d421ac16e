package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.Function;

/// A function of labels: `label_replace`, `label_join`.
///
/// @param texts the function's texts in their order
public record LabelCall(Function function, PlanNode input, List<String> texts) implements VectorNode {

    public LabelCall {
        texts = List.copyOf(texts);
    }

    @Override
    public List<PlanNode> children() {
        return List.of(input);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new LabelCall(function, children.get(0), texts);
    }

    @Override
    public String describe() {
        return function.word() + texts;
    }
}
