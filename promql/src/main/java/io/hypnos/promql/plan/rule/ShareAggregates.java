package io.hypnos.promql.plan.rule;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.plan.node.Absent;
import io.hypnos.promql.plan.node.Aggregate;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.Shared;
import io.hypnos.promql.plan.node.StepInvariant;
import io.hypnos.promql.plan.node.StepInvariantScalar;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.VectorNode;
import io.hypnos.promql.plan.node.VectorSelect;

/// Computes equal parts of a query once, where they are aggregations or made of such. What they give is held until all who need it have read it;
/// of aggregations that is a row for each group, but of bare series it would be far more than reading them again costs.
public final class ShareAggregates implements PlanRule {

    @Override
    public PlanNode apply(PlanNode plan) {
        var sharing = new Sharing();
        sharing.count(plan, Scope.QUERY);
        return sharing.rewrite(plan, Scope.QUERY);
    }

    /// Steps at which parts of a plan are evaluated. Vectors are equal only if they are evaluated at the same ones.
    ///
    /// @param subquery the subquery inside which they lie; null outside of all
    /// @param once     whether only the first of them counts
    private record Scope(@Nullable Subquery subquery, boolean once) {

        static final Scope QUERY = new Scope(null, false);

        Scope inside(PlanNode node) {
            return switch (node) {
                case Subquery inner -> new Scope(inner, false);
                case StepInvariant invariant -> new Scope(subquery, true);
                case StepInvariantScalar invariant -> new Scope(subquery, true);
                default -> this;
            };
        }
    }

    private record Place(PlanNode node, Scope scope) {}

    private static final class Sharing {

        private final Map<Place, Integer> counts = new HashMap<>();
        /// The last of several equal parts stands for all of them, because its position is the one that remarks name.
        private final Map<Place, PlanNode> last = new HashMap<>();
        private final Map<Place, Integer> numbers = new HashMap<>();

        void count(PlanNode node, Scope scope) {
            if (isSmall(node)) {
                var place = new Place(node, scope);
                last.put(place, node);
                // The parts of what is shared are not shared once more.
                if (counts.merge(place, 1, Integer::sum) > 1) {
                    return;
                }
            }
            for (PlanNode child : node.children()) {
                count(child, scope.inside(node));
            }
        }

        PlanNode rewrite(PlanNode node, Scope scope) {
            var place = new Place(node, scope);
            if (counts.getOrDefault(place, 0) < 2) {
                return PlanRule.mapChildren(node, child -> rewrite(child, scope.inside(node)));
            }
            PlanNode input = last.getOrDefault(place, node);
            int number = numbers.computeIfAbsent(place, first -> numbers.size() + 1);
            return new Shared(number, PlanRule.mapChildren(input, child -> rewrite(child, scope.inside(input))));
        }
    }

    private static boolean isSmall(PlanNode node) {
        return node instanceof VectorNode && isReduced(node) && reads(node);
    }

    private static boolean isReduced(PlanNode node) {
        return switch (node) {
            case Aggregate aggregate when !aggregate.op().selectsSeries() -> true;
            case Absent absent -> true;
            case VectorSelect select -> false;
            case RangeSelect select -> false;
            case RangeCall call -> isReduced(call.range());
            default -> node.children().stream().allMatch(ShareAggregates::isReduced);
        };
    }

    private static boolean reads(PlanNode node) {
        return node instanceof VectorSelect || node instanceof RangeSelect
                || node.children().stream().anyMatch(ShareAggregates::reads);
    }
}
