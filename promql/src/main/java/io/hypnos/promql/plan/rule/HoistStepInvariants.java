package io.hypnos.promql.plan.rule;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.plan.node.Aggregate;
import io.hypnos.promql.plan.node.InfoJoin;
import io.hypnos.promql.plan.node.NumberConstant;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.RangeNode;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.ScalarNode;
import io.hypnos.promql.plan.node.StepInvariant;
import io.hypnos.promql.plan.node.StepInvariantScalar;
import io.hypnos.promql.plan.node.StepTime;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.TextConstant;
import io.hypnos.promql.plan.node.VectorCall;
import io.hypnos.promql.plan.node.VectorNode;
import io.hypnos.promql.plan.node.VectorSelect;

/// Evaluates once what is pinned by `@` and therefore the same at all steps.
///
/// Which parts these are belongs to the language, and so this rule is not free to choose: an aggregation of a pinned input is evaluated at the
/// first step only, with its parameter as it is there, and a sort of such is no sort over several steps.
public final class HoistStepInvariants implements PlanRule {

    /// Functions that look at the time of the step, even of a pinned argument.
    private static final Set<Function> UNSAFE = EnumSet.of(Function.DAYS_IN_MONTH, Function.DAY_OF_MONTH,
            Function.DAY_OF_WEEK, Function.DAY_OF_YEAR, Function.HOUR, Function.MINUTE, Function.MONTH, Function.YEAR,
            Function.PREDICT_LINEAR, Function.TIMESTAMP);

    private final boolean instant;

    /// @param instant whether there is but one step, except inside subqueries
    public HoistStepInvariants(boolean instant) {
        this.instant = instant;
    }

    @Override
    public PlanNode apply(PlanNode plan) {
        return hoist(plan, instant);
    }

    private static PlanNode hoist(PlanNode plan, boolean oneStep) {
        return !oneStep && isInvariant(plan) ? once(plan) : inside(plan, oneStep);
    }

    /// The node with its invariant parts hoisted; it itself is not.
    private static PlanNode inside(PlanNode node, boolean oneStep) {
        List<PlanNode> children = new ArrayList<>();
        boolean changed = false;
        for (PlanNode child : node.children()) {
            // The input of a subquery has steps of its own.
            PlanNode hoisted = hoist(child, oneStep && !(node instanceof Subquery));
            changed |= hoisted != child;
            children.add(hoisted);
        }
        return changed ? node.withChildren(children) : node;
    }

    private static PlanNode once(PlanNode node) {
        PlanNode input = inside(node, true);
        return switch (node) {
            case NumberConstant number -> number;
            case TextConstant text -> text;
            case RangeNode range -> input;
            case VectorNode vector -> new StepInvariant(input);
            case ScalarNode scalar -> new StepInvariantScalar(input);
        };
    }

    private static boolean isInvariant(PlanNode node) {
        return switch (node) {
            case VectorSelect select -> select.shift().isPinned() && select.reading() != VectorSelect.Reading.TIMESTAMP;
            case RangeSelect select -> select.shift().isPinned();
            case Subquery subquery -> subquery.shift().isPinned();
            case StepTime time -> false;
            case Aggregate aggregate -> isInvariant(aggregate.input());
            case RangeCall call -> !UNSAFE.contains(call.function()) && areInvariant(call);
            case VectorCall call -> !UNSAFE.contains(call.function()) && areInvariant(call);
            case InfoJoin join -> !join.chosen() && areInvariant(join);
            default -> areInvariant(node);
        };
    }

    private static boolean areInvariant(PlanNode node) {
        return node.children().stream().allMatch(HoistStepInvariants::isInvariant);
    }
}
