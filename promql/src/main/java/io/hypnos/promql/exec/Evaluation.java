package io.hypnos.promql.exec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.hypnos.promql.MatrixSeries;
import io.hypnos.promql.MatrixValue;
import io.hypnos.promql.QueryValue;
import io.hypnos.promql.ScalarValue;
import io.hypnos.promql.StringValue;
import io.hypnos.promql.VectorValue;
import io.hypnos.promql.ast.ForeignBytes;
import io.hypnos.promql.plan.node.PlanNode;
import io.hypnos.promql.plan.node.RangeNode;
import io.hypnos.promql.plan.node.RangeSelect;
import io.hypnos.promql.plan.node.ScalarNode;
import io.hypnos.promql.plan.node.Subquery;
import io.hypnos.promql.plan.node.TextConstant;
import io.hypnos.promql.plan.node.VectorNode;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.labels.Labels;

/// Runs a plan and puts its rows together into a value.
public final class Evaluation {

    private final QueryRun run;
    private final OperatorFactory operators;
    private final StepGrid grid;

    public Evaluation(QueryRun run) {
        this.run = run;
        this.operators = new OperatorFactory(run);
        this.grid = StepGrid.of(run.times());
    }

    public QueryValue evaluate(PlanNode plan) {
        return switch (plan) {
            case TextConstant text -> new StringValue(grid.start(), ForeignBytes.replaced(text.value()));
            case ScalarNode scalar -> scalar(scalar);
            case VectorNode vector -> {
                try (VectorOperator operator = operators.vector(vector, grid)) {
                    yield run.times().isInstant() ? vector(operator) : matrix(operator, grid);
                }
            }
            case RangeNode range -> range(range);
        };
    }

    private QueryValue scalar(ScalarNode node) {
        double[] values = operators.scalar(node, grid).values();
        run.samples().hold(values.length);
        if (run.times().isInstant()) {
            return new ScalarValue(grid.start(), values[0]);
        }
        return new MatrixValue(List.of(
                new MatrixSeries.Builder(Labels.EMPTY, grid.times(), values.clone(), values.length).build()));
    }

    private VectorValue vector(VectorOperator operator) {
        List<VectorValue.Sample> samples = new ArrayList<>();
        var unique = new KeyTable();
        for (SeriesRow row = operator.next(); row != null; row = operator.next()) {
            run.context().reserve(row.storedLabels().packed().length + 64L);
            Labels labels = row.finalLabels();
            if (unique.number(labels.packed(), labels.packed().length) < samples.size()) {
                throw UniqueLabelsCheck.sameLabels();
            }
            int histogram = row.histogramRow(0);
            if (histogram < 0) {
                samples.add(new VectorValue.Sample(labels, row.value(0)));
            } else {
                var column = new HistogramColumn();
                samples.add(new VectorValue.Sample(labels, 0, column,
                        Histograms.append(column, row.histograms(), histogram)));
            }
        }
        return new VectorValue(grid.start(), samples);
    }

    private MatrixValue matrix(VectorOperator operator, StepGrid steps) {
        Map<Labels, SeriesRow> byLabels = new HashMap<>();
        List<SeriesRow> rows = new ArrayList<>();
        for (SeriesRow row = operator.next(); row != null; row = operator.next()) {
            Labels labels = row.finalLabels();
            SeriesRow known = byLabels.get(labels);
            if (known == null) {
                run.context().reserve(row.bytes());
                SeriesRow copy = row.copy();
                copy.setLabels(labels);
                copy.loseName(false);
                byLabels.put(labels, copy);
                rows.add(copy);
            } else if (known.overlaps(row)) {
                throw UniqueLabelsCheck.sameLabels();
            } else {
                known.addAll(row);
            }
        }
        rows.sort(Comparator.comparing(SeriesRow::labels));
        long[] times = steps.times();
        return new MatrixValue(rows.stream().map(row -> RowPoints.of(row, times)).toList());
    }

    private MatrixValue range(RangeNode range) {
        return switch (range) {
            case Subquery subquery -> {
                StepGrid inner = operators.innerGrid(subquery, grid);
                try (VectorOperator rows = operators.subquery(subquery, inner, run.samples().once(grid))) {
                    yield matrix(rows, inner);
                }
            }
            case RangeSelect select -> new RangeResult(run, grid).of(select);
        };
    }
}
