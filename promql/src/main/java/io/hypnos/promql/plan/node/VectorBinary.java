package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.VectorMatching;

/// An operator between samples of series that match.
public record VectorBinary(BinaryOp op, PlanNode lhs, PlanNode rhs, VectorMatching matching, boolean returnBool,
        Origin origin) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(lhs, rhs);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new VectorBinary(op, children.get(0), children.get(1), matching, returnBool, origin);
    }

    @Override
    public String describe() {
        return op.symbol() + (returnBool ? " bool " : " ") + matching.cardinality().words()
                + (matching.on() ? " on " : " ignoring ") + matching.labels()
                + (matching.include().isEmpty() ? "" : " include " + matching.include())
                + (matching.fill().isNone() ? "" : " fill " + matching.fill().left() + " " + matching.fill().right());
    }
}
