package io.hypnos.promql.exec.aggregate;

import java.util.Objects;
import java.util.function.Supplier;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.plan.node.Aggregate;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.promql.plan.node.TextConstant;

/// Makes the operator for an aggregation.
public final class Aggregations {

    private final QueryRun run;
    private final int steps;

    public Aggregations(QueryRun run, int steps) {
        this.run = run;
        this.steps = steps;
    }

    /// @param parameters the parameter at all steps; empty when there is none, or when it is a text
    public VectorOperator create(Aggregate node, VectorOperator input, double[] parameters) {
        var parameter = new Parameter(parameters);
        Remarks remarks = run.remarks();
        Origin whole = node.origins().whole();
        Origin ofInput = node.origins().input();
        return switch (node.op()) {
            case SUM ->
                fold(node, input, () -> new SumFold(steps, new HistogramFold(steps, false, remarks, ofInput)), 16);
            case AVG ->
                fold(node, input, () -> new AverageFold(steps, new HistogramFold(steps, true, remarks, ofInput)),
                        24);
            case COUNT, GROUP, MIN, MAX, STDDEV, STDVAR -> {
                var folds = FloatFolds.of(node.op(), remarks, ofInput);
                yield fold(node, input, () -> folds.apply(steps), 24);
            }
            case QUANTILE -> {
                parameter.checkQuantile(remarks, node.origins().parameter());
                yield fold(node, input, () -> new QuantileFold(run, parameter, ofInput), 0);
            }
            case TOPK -> new RankOperator(run, input, true, parameter, node.grouping(), steps, whole);
            case BOTTOMK -> new RankOperator(run, input, false, parameter, node.grouping(), steps, whole);
            case LIMITK -> new LimitOperator(run, input, parameter, node.grouping(), steps);
            case LIMIT_RATIO -> new RatioOperator(run, input, parameter, steps, node.origins().parameter());
            case COUNT_VALUES -> countValues(node, input);
        };
    }

    private VectorOperator fold(Aggregate node, VectorOperator input, Supplier<GroupFold> folds,
            int bytesPerStep) {
        return new FoldOperator(run, input, node.grouping(), steps, folds,
                SeriesRow.bytes(steps) + (long) bytesPerStep * steps);
    }

    private VectorOperator countValues(Aggregate node, VectorOperator input) {
        String label = ((TextConstant) Objects.requireNonNull(node.parameter())).value();
        if (!run.options().acceptsLabelName(label)) {
            throw new QueryException.Execution("invalid label name " + new StringLiteral(label, PositionRange.UNKNOWN));
        }
        return new CountValuesOperator(run, input, label, node.grouping(), steps);
    }
}
