package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.BinaryOp;

/// An operator between two numbers; comparisons give 0 or 1.
public record ScalarBinary(BinaryOp op, PlanNode lhs, PlanNode rhs) implements ScalarNode {

    @Override
    public List<PlanNode> children() {
        return List.of(lhs, rhs);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new ScalarBinary(op, children.get(0), children.get(1));
    }

    @Override
    public String describe() {
        return op.symbol() + " of numbers";
    }
}
