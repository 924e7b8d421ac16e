package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.Function;

/// A function of histograms, classic ones (several series with `le`) and native ones: `histogram_quantile`, `histogram_quantiles`,
/// `histogram_fraction`.
///
/// @param label     the label that tells the quantiles of `histogram_quantiles` apart; empty for the other functions
/// @param arguments the function's numbers in their order
/// @param origins   of the input, then of the arguments
public record HistogramCall(Function function, PlanNode input, List<PlanNode> arguments, String label,
        List<Origin> origins) implements VectorNode {

    public HistogramCall {
        arguments = List.copyOf(arguments);
        origins = List.copyOf(origins);
    }

    @Override
    public List<PlanNode> children() {
        return RangeCall.concat(input, arguments);
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return new HistogramCall(function, children.get(0), children.subList(1, children.size()), label, origins);
    }

    @Override
    public String describe() {
        return function.word() + (label.isEmpty() ? "" : " as " + label);
    }
}
