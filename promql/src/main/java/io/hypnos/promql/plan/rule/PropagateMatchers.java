package io.hypnos.promql.plan.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.Cardinality;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.SetBinary;
import io.hypnos.promql.plan.node.VectorBinary;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// Lets a selector leave out series that cannot find a partner, because a selector on the other side of the operator has a condition on a label
/// that partners share.
///
/// Only where what is left out could not have failed or been remarked on: between bare selectors; with `and` in both directions, with `unless`
/// from left to right; with other operators where all labels count and each side has one metric only, so that no two of its series can have the
/// same partner, and nothing is filled in.
public final class PropagateMatchers implements PlanRule {

    @Override
    public PlanNode apply(PlanNode plan) {
        return PlanRule.bottomUp(plan, PropagateMatchers::propagate);
    }

    private static PlanNode propagate(PlanNode node) {
        return switch (node) {
            case SetBinary binary when binary.op() != BinaryOp.OR && binary.lhs() instanceof VectorSelect left
                    && binary.rhs() instanceof VectorSelect right ->
                between(binary, left, right, binary.matching(), binary.op() == BinaryOp.AND);
            case VectorBinary binary when isOneToOne(binary.matching()) && binary.lhs() instanceof VectorSelect left
                    && binary.rhs() instanceof VectorSelect right && hasOneName(left) && hasOneName(right) ->
                between(binary, left, right, binary.matching(), true);
            default -> node;
        };
    }

    private static boolean isOneToOne(VectorMatching matching) {
        return matching.cardinality() == Cardinality.ONE_TO_ONE && !matching.on() && matching.labels().isEmpty()
                && matching.fill().isNone();
    }

    private static boolean hasOneName(VectorSelect select) {
        return select.selection().matchers().stream().anyMatch(matcher -> matcher.name().equals(Labels.METRIC_NAME)
                && matcher.type() == MatchType.EQUAL && !matcher.value().isEmpty());
    }

    private static PlanNode between(PlanNode node, VectorSelect left, VectorSelect right, VectorMatching matching,
            boolean both) {
        Predicate<Matcher> compared = matching.on()
                ? matcher -> matching.labels().contains(matcher.name())
                : matcher -> !matching.labels().contains(matcher.name()) && !matcher.name().equals(Labels.METRIC_NAME);
        VectorSelect newRight = with(right, left, compared);
        VectorSelect newLeft = both ? with(left, right, compared) : left;
        return newLeft.equals(left) && newRight.equals(right) ? node : node.withChildren(List.of(newLeft, newRight));
    }

    private static VectorSelect with(VectorSelect select, VectorSelect other, Predicate<Matcher> compared) {
        List<Matcher> matchers = new ArrayList<>(select.selection().matchers());
        for (Matcher matcher : other.selection().matchers()) {
            if (compared.test(matcher) && !matchers.contains(matcher)) {
                matchers.add(matcher);
            }
        }
        return select.withSelection(select.selection().withMatchers(matchers));
    }
}
