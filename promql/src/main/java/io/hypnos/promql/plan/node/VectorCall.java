package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.Function;

/// A function that looks at each sample by itself.
///
/// @param arguments the function's numbers in their order
public record VectorCall(Function function, PlanNode input, List<PlanNode> arguments) implements VectorNode {

    public VectorCall {
        arguments = List.copyOf(arguments);
    }

    @Override
    public List<PlanNode> children() {
        return RangeCall.concat(input, arguments);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new VectorCall(function, children.get(0), children.subList(1, children.size()));
    }

    @Override
    public String describe() {
        return function.word();
    }
}
