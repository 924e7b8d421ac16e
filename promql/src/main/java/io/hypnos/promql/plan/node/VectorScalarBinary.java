package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.BinaryOp;

/// An operator between each sample and a number.
///
/// @param scalarFirst whether the number is the left operand
public record VectorScalarBinary(BinaryOp op, PlanNode vector, PlanNode scalar, boolean scalarFirst, boolean returnBool,
        Origin origin) implements VectorNode {

    @Override
    public List<PlanNode> children() {
        return scalarFirst ? List.of(scalar, vector) : List.of(vector, scalar);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return scalarFirst
                ? new VectorScalarBinary(op, children.get(1), children.get(0), true, returnBool, origin)
                : new VectorScalarBinary(op, children.get(0), children.get(1), false, returnBool, origin);
    }

    @Override
    public String describe() {
        return op.symbol() + (returnBool ? " bool" : "")
                + (scalarFirst ? " of number and vector" : " of vector and number");
    }
}
