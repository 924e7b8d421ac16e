package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.ValueType;
import io.hypnos.series.labels.LabelText;

/// A text; only functions that expect one take it.
public record TextConstant(String value) implements PlanNode {

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

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
        var text = new StringBuilder();
        LabelText.appendQuoted(text, value);
        return text.toString();
    }
}
