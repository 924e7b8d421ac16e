package io.hypnos.promql.plan.rule;

import java.util.List;

import io.hypnos.promql.plan.node.PlanNode;

/// The rules in the order in which they are applied, each once.
public record PlanRules(List<PlanRule> rules) {

    /// Leaves plans as they are.
    public static final PlanRules NONE = new PlanRules(List.of());

    public PlanRules {
        rules = List.copyOf(rules);
    }

    /// All rules.
    ///
    /// Matchers come first, because what is written alike can be shared. Step-invariant parts are found before common ones: only within such a
    /// part, or outside of all, do two vectors have the same steps. Fetches are merged last, when it is known what is evaluated once.
    ///
    /// @param instant whether the query has one step only
    public static PlanRules all(boolean instant) {
        return new PlanRules(List.of(new FoldConstants(), new SortMatchers(), new PropagateMatchers(),
                new HoistStepInvariants(instant), new ShareAggregates(), new MergeSelectors()));
    }

    public PlanNode apply(PlanNode plan) {
        PlanNode result = plan;
        for (PlanRule rule : rules) {
            result = rule.apply(result);
        }
        return result;
    }
}
