package io.hypnos.promql.plan;

import io.hypnos.promql.plan.node.Absent;
import io.hypnos.promql.plan.node.Aggregate;
import io.hypnos.promql.plan.node.HistogramCall;
import io.hypnos.promql.plan.node.InfoJoin;
import io.hypnos.promql.plan.node.LabelCall;
import io.hypnos.promql.plan.node.NumberConstant;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.ScalarBinary;
import io.hypnos.promql.plan.node.ScalarExtreme;
import io.hypnos.promql.plan.node.ScalarNegate;
import io.hypnos.promql.plan.node.ScalarOfVector;
import io.hypnos.promql.plan.node.Selection;
import io.hypnos.promql.plan.node.SetBinary;
import io.hypnos.promql.plan.node.Shared;
import io.hypnos.promql.plan.node.Sort;
import io.hypnos.promql.plan.node.StepInvariant;
import io.hypnos.promql.plan.node.StepInvariantScalar;
import io.hypnos.promql.plan.node.StepTime;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.TextConstant;
import io.hypnos.promql.plan.node.UniqueLabels;
import io.hypnos.promql.plan.node.VectorBinary;
import io.hypnos.promql.plan.node.VectorCall;
import io.hypnos.promql.plan.node.VectorNegate;
import io.hypnos.promql.plan.node.VectorOfScalar;
import io.hypnos.promql.plan.node.VectorScalarBinary;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;

/// Whether a vector's series can still be told apart when the names of their metrics are gone.
///
/// A selector that asks for one name gives such series, and so does whatever keeps their other labels.
public final class Distinctness {

    private Distinctness() {}

    public static boolean withoutNames(PlanNode node) {
        return switch (node) {
            case VectorSelect select -> oneName(select.selection());
            case RangeSelect select -> oneName(select.selection());
            case Subquery subquery -> withoutNames(subquery.input());
            case RangeCall call -> withoutNames(call.range());
            case VectorCall call -> withoutNames(call.input());
            case VectorScalarBinary binary -> withoutNames(binary.vector());
            case VectorNegate negate -> withoutNames(negate.input());
            case Sort sort -> withoutNames(sort.input());
            case StepInvariant once -> withoutNames(once.input());
            case Shared shared -> withoutNames(shared.input());
            case UniqueLabels unique -> withoutNames(unique.input());
            case Absent absent -> true;
            case VectorOfScalar vector -> true;
            case Aggregate aggregate -> aggregate.op().selectsSeries()
                    ? withoutNames(aggregate.input())
                    : !aggregate.grouping().labels().contains(Labels.METRIC_NAME) || aggregate.grouping().without();
            case LabelCall call -> false;
            case HistogramCall call -> false;
            case InfoJoin join -> false;
            case VectorBinary binary -> false;
            case SetBinary binary -> false;
            case NumberConstant number -> true;
            case StepTime time -> true;
            case ScalarBinary binary -> true;
            case ScalarNegate negate -> true;
            case ScalarExtreme extreme -> true;
            case ScalarOfVector scalar -> true;
            case StepInvariantScalar once -> true;
            case TextConstant text -> true;
        };
    }

    private static boolean oneName(Selection selection) {
        return selection.matchers().stream().anyMatch(matcher -> matcher.name().equals(Labels.METRIC_NAME)
                && matcher.type() == MatchType.EQUAL && !matcher.value().isEmpty());
    }
}
