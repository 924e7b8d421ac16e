package io.hypnos.promql.plan.rule;

import java.util.Comparator;
import java.util.List;

import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.Selection;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// Brings the conditions of each selector into one order, without repetitions, so that selectors that want the same are equal: the name first,
/// then equalities, then the rest.
public final class SortMatchers implements PlanRule {

    private static final Comparator<Matcher> ORDER = Comparator
            .<Matcher, Boolean>comparing(matcher -> !matcher.name().equals(Labels.METRIC_NAME))
            .thenComparing(Matcher::type).thenComparing(Matcher::name).thenComparing(Matcher::value);

    @Override
    public PlanNode apply(PlanNode plan) {
        return PlanRule.bottomUp(plan, SortMatchers::sort);
    }

    private static PlanNode sort(PlanNode node) {
        return switch (node) {
            case VectorSelect select -> {
                Selection sorted = sort(select.selection());
                yield sorted.equals(select.selection()) ? select : select.withSelection(sorted);
            }
            case RangeSelect select -> {
                Selection sorted = sort(select.selection());
                yield sorted.equals(select.selection()) ? select : select.withSelection(sorted);
            }
            default -> node;
        };
    }

    private static Selection sort(Selection selection) {
        List<Matcher> sorted = selection.matchers().stream().distinct().sorted(ORDER).toList();
        return selection.withMatchers(sorted);
    }
}
