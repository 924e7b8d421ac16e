package io.hypnos.promql.exec.binary;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.ScalarOperator;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.plan.node.VectorScalarBinary;
import io.hypnos.series.histogram.FloatHistogram;

/// An operator between each sample of a vector and a number.
public final class VectorScalarOperator implements VectorOperator {

    private final VectorOperator input;
    private final ScalarOperator scalar;
    private final VectorScalarBinary node;
    private final BinaryOp op;
    private final SampleOperation operation;
    private final boolean losesName;

    public VectorScalarOperator(QueryRun run, VectorOperator input, ScalarOperator scalar, VectorScalarBinary node) {
        this.input = input;
        this.scalar = scalar;
        this.node = node;
        this.op = node.op();
        this.operation = new SampleOperation(op, run.remarks(), node.origin());
        this.losesName = op.changesMeaning() || node.returnBool();
    }

    @Override
    public @Nullable SeriesRow next() {
        // Even where the vector is empty: computing the number may be worth a remark.
        double[] numbers = scalar.values();
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            if (row.hasHistograms() || op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER) {
                samples(row);
            } else if (op.isComparison()) {
                comparisons(row);
            } else if (node.scalarFirst()) {
                FloatOperation.arithmetic(op, numbers, row.values(), row.values(), 0, row.steps());
            } else {
                FloatOperation.arithmetic(op, row.values(), numbers, row.values(), 0, row.steps());
            }
            if (losesName) {
                row.loseName();
            }
            if (!row.isEmpty()) {
                return row;
            }
        }
        return null;
    }

    private void comparisons(SeriesRow row) {
        double[] values = row.values();
        double[] numbers = scalar.values();
        boolean returnBool = node.returnBool();
        for (int i = 0; i < values.length; i++) {
            boolean holds = node.scalarFirst()
                    ? op.compare(numbers[i], values[i])
                    : op.compare(values[i], numbers[i]);
            if (returnBool) {
                values[i] = holds ? 1 : 0;
            } else if (!holds) {
                row.remove(i);
            }
        }
    }

    private void samples(SeriesRow row) {
        double[] numbers = scalar.values();
        for (int i = 0; i < numbers.length; i++) {
            if (row.isPresent(i)) {
                sample(row, i, numbers[i]);
            }
        }
    }

    private void sample(SeriesRow row, int i, double number) {
        int histogramRow = row.histogramRow(i);
        FloatHistogram histogram = histogramRow < 0 ? null : row.histograms().get(histogramRow);
        double value = row.value(i);
        SampleOperation.Outcome outcome = node.scalarFirst()
                ? operation.apply(number, null, value, histogram)
                : operation.apply(value, histogram, number, null);
        switch (outcome) {
            case IMPOSSIBLE -> row.remove(i);
            case FILTERED -> {
                if (node.returnBool()) {
                    row.replaceByFloat(i, 0);
                } else {
                    row.remove(i);
                }
            }
            case KEPT -> {
                if (node.returnBool()) {
                    row.replaceByFloat(i, 1);
                } else if (!op.isComparison()) {
                    put(row, i);
                }
            }
        }
    }

    private void put(SeriesRow row, int i) {
        FloatHistogram result = operation.histogram();
        if (result == null) {
            row.replaceByFloat(i, operation.value());
        } else {
            row.setHistogram(i, row.histograms().add(result));
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
