package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.VectorMatching;

/// `and`, `or`, `unless` between series that match.
public record SetBinary(BinaryOp op, PlanNode lhs, PlanNode rhs, VectorMatching matching) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return List.of(lhs, rhs);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new SetBinary(op, children.get(0), children.get(1), matching);
    }

    @Override
    public String describe() {
        return op.symbol() + " " + matching.cardinality().words() + (matching.on() ? " on " : " ignoring ")
                + matching.labels();
    }
}
