package io.hypnos.promql.plan.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.hypnos.promql.plan.node.PlanNode;

/// One way to make a plan cheaper. The answer stays the same, with all its remarks.
public sealed interface PlanRule
        permits FoldConstants, SortMatchers, PropagateMatchers, HoistStepInvariants, ShareAggregates, MergeSelectors {

    /// The improved plan; the given one where there is nothing to improve.
    PlanNode apply(PlanNode plan);

    /// Rewrites the children of a node first, then the node.
    static PlanNode bottomUp(PlanNode node, UnaryOperator<PlanNode> rewrite) {
        return rewrite.apply(mapChildren(node, child -> bottomUp(child, rewrite)));
    }

    /// The node over rewritten children; the same node if none has changed.
    static PlanNode mapChildren(PlanNode node, UnaryOperator<PlanNode> rewrite) {
        List<PlanNode> children = node.children();
        List<PlanNode> rewritten = new ArrayList<>(children.size());
        boolean changed = false;
        for (PlanNode child : children) {
            PlanNode result = rewrite.apply(child);
            changed |= result != child;
            rewritten.add(result);
        }
        return changed ? node.withChildren(rewritten) : node;
    }
}
