package io.hypnos.promql;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.RangeSelect;

/// How the engine would evaluate a query: what is done, and below it what is done before.
///
/// @param name one line about the operator
public record Explanation(String name, List<Explanation> children) {

    public Explanation {
        children = List.copyOf(children);
    }

    /// The explanation of a plan.
    public static Explanation of(PlanNode plan) {
        List<Explanation> below = new ArrayList<>();
        for (PlanNode child : plan.children()) {
            if (!(child instanceof RangeSelect && plan instanceof RangeCall)) {
                below.add(of(child));
            }
        }
        return new Explanation(nameOf(plan), below);
    }

    /// The line about a part of a plan. A function of a range selector reads the series itself, so both have one line.
    public static String nameOf(PlanNode node) {
        return node instanceof RangeCall call && call.range() instanceof RangeSelect select
                ? call.describe() + " of " + select.describe()
                : node.describe();
    }

    /// One line for each operator, indented by its depth.
    @Override
    public String toString() {
        var text = new StringBuilder();
        append(text, 0);
        return text.toString();
    }

    private void append(StringBuilder text, int depth) {
        text.repeat("  ", depth).append(name).append('\n');
        children.forEach(child -> child.append(text, depth + 1));
    }
}
