package io.hypnos.promql.plan.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.Selection;
import io.hypnos.promql.plan.node.Shared;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// Fetches series once for several selectors, when one of them wants all that the others want.
///
/// They must be used by the same function, since sources of downsampled data choose by it what they give, and at nearly the same times, since a
/// fetch covers the times of all.
public final class MergeSelectors implements PlanRule {

    /// How much the windows of merged selectors may differ.
    private static final long MAX_DIFFERENCE_MILLIS = 3_600_000;

    @Override
    public PlanNode apply(PlanNode plan) {
        List<Use> uses = new ArrayList<>();
        collect(plan, null, uses, new HashSet<>());
        Map<Use, Selection> merged = merge(uses);
        return merged.isEmpty() ? plan : rewrite(plan, null, merged);
    }

    /// A selector and what decides whether it can be merged with another.
    private record Use(Selection selection, Shift shift, long windowMillis, @Nullable Subquery subquery) {

        boolean covers(Use other) {
            return shift.equals(other.shift) && selection.function().equals(other.selection.function())
                    && Math.abs(windowMillis - other.windowMillis) <= MAX_DIFFERENCE_MILLIS
                    && subquery == other.subquery
                    && other.selection.matchers().containsAll(selection.matchers());
        }

        static @Nullable Use of(PlanNode node, @Nullable Subquery subquery) {
            return switch (node) {
                case VectorSelect select -> new Use(select.selection(), select.shift(), 0, subquery);
                case RangeSelect select ->
                    new Use(select.selection(), select.shift(), select.window().millis(), subquery);
                default -> null;
            };
        }
    }

    private static void collect(PlanNode node, @Nullable Subquery subquery, List<Use> uses, Set<Integer> sharedSeen) {
        if (node instanceof Shared shared && !sharedSeen.add(shared.number())) {
            return;
        }
        Use use = Use.of(node, subquery);
        if (use != null && isNamed(use.selection())) {
            uses.add(use);
        }
        Subquery inner = node instanceof Subquery own ? own : subquery;
        for (PlanNode child : node.children()) {
            collect(child, inner, uses, sharedSeen);
        }
    }

    /// Without a name a selector is too wide to be fetched for another's sake.
    private static boolean isNamed(Selection selection) {
        return selection.matchers().stream().anyMatch(matcher -> matcher.name().equals(Labels.METRIC_NAME)
                && matcher.type() == MatchType.EQUAL && !matcher.value().isEmpty());
    }

    /// What the selectors become that are fetched with others.
    private static Map<Use, Selection> merge(List<Use> uses) {
        List<Use> widestFirst = new ArrayList<>(uses);
        widestFirst.sort(Comparator.comparingInt(use -> use.selection().matchers().size()));
        Map<Use, List<Use>> fetches = new LinkedHashMap<>();
        for (Use use : widestFirst) {
            Use wide = fetches.keySet().stream().filter(other -> other.covers(use)).findFirst().orElse(use);
            fetches.computeIfAbsent(wide, first -> new ArrayList<>()).add(use);
        }
        Map<Use, Selection> merged = new HashMap<>();
        int number = 0;
        for (Map.Entry<Use, List<Use>> fetch : fetches.entrySet()) {
            if (fetch.getValue().size() > 1) {
                number++;
                List<Matcher> wide = fetch.getKey().selection().matchers();
                for (Use use : fetch.getValue()) {
                    List<Matcher> rest = use.selection().matchers().stream().filter(matcher -> !wide.contains(matcher))
                            .toList();
                    merged.put(use, use.selection().outOf(wide, rest, number));
                }
            }
        }
        return merged;
    }

    private static PlanNode rewrite(PlanNode node, @Nullable Subquery subquery, Map<Use, Selection> merged) {
        Use use = Use.of(node, subquery);
        Selection selection = use == null ? null : merged.get(use);
        if (selection != null) {
            return node instanceof VectorSelect select
                    ? select.withSelection(selection)
                    : ((RangeSelect) node).withSelection(selection);
        }
        Subquery inner = node instanceof Subquery own ? own : subquery;
        return PlanRule.mapChildren(node, child -> rewrite(child, inner, merged));
    }
}
