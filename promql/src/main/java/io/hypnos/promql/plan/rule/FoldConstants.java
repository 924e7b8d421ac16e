package io.hypnos.promql.plan.rule;

import io.hypnos.promql.number.GoMath;
import io.hypnos.promql.plan.node.NumberConstant;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.ScalarBinary;
import io.hypnos.promql.plan.node.ScalarExtreme;
import io.hypnos.promql.plan.node.ScalarNegate;

/// Computes arithmetic between numbers that the query itself gives.
public final class FoldConstants implements PlanRule {

    @Override
    public PlanNode apply(PlanNode plan) {
        return PlanRule.bottomUp(plan, FoldConstants::fold);
    }

    private static PlanNode fold(PlanNode node) {
        return switch (node) {
            case ScalarNegate(NumberConstant(double value)) -> new NumberConstant(-value);
            case ScalarBinary binary when binary.lhs() instanceof NumberConstant(double left)
                    && binary.rhs() instanceof NumberConstant(double right) ->
                new NumberConstant(binary.op().ofNumbers(left, right));
            case ScalarExtreme extreme when extreme.first() instanceof NumberConstant(double first)
                    && extreme.second() instanceof NumberConstant(double second) ->
                new NumberConstant(extreme.larger() ? GoMath.max(first, second) : GoMath.min(first, second));
            default -> node;
        };
    }
}
