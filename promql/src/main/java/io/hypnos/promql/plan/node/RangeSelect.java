package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.Boundary;

/// The samples of each series in a window.
///
/// @param statisticsOnly whether counts and sums of histograms are enough, so that their buckets need not be decoded
public record RangeSelect(Selection selection, Window window, Shift shift, Boundary boundary, boolean statisticsOnly,
        Origin origin) implements RangeNode {

    public RangeSelect withSelection(Selection other) {
        return new RangeSelect(other, window, shift, boundary, statisticsOnly, origin);
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
        return "select " + window + " of " + selection
                + (boundary == Boundary.PLAIN ? "" : " " + boundary.word()) + shift
                + (statisticsOnly ? " without buckets" : "");
    }
}
