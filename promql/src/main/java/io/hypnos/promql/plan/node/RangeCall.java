package io.hypnos.promql.plan.node;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.ast.Function;

/// A function of the samples in a window.
///
/// @param arguments the function's numbers in their order
/// @param origin    of the argument that annotations speak about
public record RangeCall(Function function, PlanNode range, List<PlanNode> arguments,
        Origin origin) implements VectorNode {

    public RangeCall {
        arguments = List.copyOf(arguments);
    }

    static List<PlanNode> concat(PlanNode first, List<PlanNode> rest) {
        List<PlanNode> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return List.copyOf(all);
    }

    @Override
    public List<PlanNode> children() {
        return concat(range, arguments);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new RangeCall(function, children.get(0), children.subList(1, children.size()), origin);
    }

    @Override
    public String describe() {
        return function.word();
    }
}
