package io.hypnos.promql.plan;

import io.hypnos.promql.plan.node.Absent;
import io.hypnos.promql.plan.node.Aggregate;
import io.hypnos.promql.plan.node.HistogramCall;
import io.hypnos.promql.plan.node.InfoJoin;
import io.hypnos.promql.plan.node.LabelCall;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeCall;
import io.hypnos.promql.plan.node.SetBinary;
import io.hypnos.promql.plan.node.Shared;
import io.hypnos.promql.plan.node.Sort;
import io.hypnos.promql.plan.node.StepInvariant;
import io.hypnos.promql.plan.node.UniqueLabels;
import io.hypnos.promql.plan.node.VectorBinary;
import io.hypnos.promql.plan.node.VectorCall;
import io.hypnos.promql.plan.node.VectorNegate;
import io.hypnos.promql.plan.node.VectorOfScalar;
import io.hypnos.promql.plan.node.VectorScalarBinary;
import io.hypnos.promql.plan.node.VectorSelect;

/// Whether the series of a vector may come in pieces: several rows with the same labels that have no step in common.
public final class Pieces {

    private Pieces() {}

    public static boolean mayComeFrom(PlanNode node) {
        return switch (node) {
            case VectorSelect select -> false;
            case RangeCall call -> false;
            case VectorOfScalar scalar -> false;
            case Absent absent -> false;
            case StepInvariant once -> false;
            case Aggregate aggregate -> aggregate.op().selectsSeries() && mayComeFrom(aggregate.input());
            case VectorCall call -> mayComeFrom(call.input());
            case VectorScalarBinary binary -> mayComeFrom(binary.vector());
            case VectorNegate negate -> mayComeFrom(negate.input());
            case Sort sort -> mayComeFrom(sort.input());
            case Shared shared -> mayComeFrom(shared.input());
            case UniqueLabels unique -> unique.disjoint();
            case LabelCall call -> true;
            case HistogramCall call -> true;
            case InfoJoin info -> true;
            case VectorBinary binary -> true;
            case SetBinary binary -> true;
            default -> throw new IllegalStateException("no vector: " + node.describe());
        };
    }
}
