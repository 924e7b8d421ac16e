package io.hypnos.promql.exec.binary;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.exec.Histograms;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.Remarks.HistogramOperation;
import io.hypnos.promql.exec.histogram.HistogramTrim;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramAccumulator;

/// An operator on two samples, each a float or a histogram. Holds the result of the last application.
final class SampleOperation {

    private static final String FLOAT = "float";
    private static final String HISTOGRAM = "histogram";

    /// What becomes of a pair of samples.
    enum Outcome {
        /// There is a result.
        KEPT,
        /// A comparison is not true.
        FILTERED,
        /// The operator does not apply, or something went wrong; a remark says so.
        IMPOSSIBLE
    }

    private final BinaryOp op;
    private final Remarks remarks;
    private final Origin origin;
    private double value;
    private @Nullable FloatHistogram histogram;

    SampleOperation(BinaryOp op, Remarks remarks, Origin origin) {
        this.op = op;
        this.remarks = remarks;
        this.origin = origin;
    }

    /// The float that came out; 0 when a histogram did.
    double value() {
        return value;
    }

    @Nullable
    FloatHistogram histogram() {
        return histogram;
    }

    /// @param leftHistogram  the left operand if it is a histogram, else null
    /// @param rightHistogram the right operand if it is a histogram, else null
    Outcome apply(double left, @Nullable FloatHistogram leftHistogram, double right,
            @Nullable FloatHistogram rightHistogram) {
        value = 0;
        histogram = null;
        if (leftHistogram == null) {
            return rightHistogram == null ? floats(left, right) : floatAndHistogram(left, rightHistogram);
        }
        return rightHistogram == null
                ? histogramAndFloat(leftHistogram, right)
                : histograms(leftHistogram, rightHistogram);
    }

    private Outcome floats(double left, double right) {
        if (op.isComparison()) {
            value = left;
            return op.compare(left, right) ? Outcome.KEPT : Outcome.FILTERED;
        }
        if (op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER) {
            return impossible(FLOAT, FLOAT);
        }
        value = op.arithmetic(left, right);
        return Outcome.KEPT;
    }

    private Outcome floatAndHistogram(double left, FloatHistogram right) {
        if (op != BinaryOp.MUL) {
            return impossible(FLOAT, HISTOGRAM);
        }
        histogram = right.times(left).compact(0);
        return Outcome.KEPT;
    }

    private Outcome histogramAndFloat(FloatHistogram left, double right) {
        switch (op) {
            case MUL -> histogram = left.times(right).compact(0);
            case DIV -> histogram = left.dividedBy(right).compact(0);
            case TRIM_UPPER -> histogram = HistogramTrim.upper(left, right);
            case TRIM_LOWER -> histogram = HistogramTrim.lower(left, right);
            default -> {
                return impossible(HISTOGRAM, FLOAT);
            }
        }
        return Outcome.KEPT;
    }

    private Outcome histograms(FloatHistogram left, FloatHistogram right) {
        return switch (op) {
            case ADD -> combined(left, right, HistogramOperation.ADDITION);
            case SUB -> combined(left, right, HistogramOperation.SUBTRACTION);
            case EQUAL, NOT_EQUAL -> {
                histogram = left;
                yield Histograms.same(left, right) == (op == BinaryOp.EQUAL) ? Outcome.KEPT : Outcome.FILTERED;
            }
            default -> impossible(HISTOGRAM, HISTOGRAM);
        };
    }

    private Outcome combined(FloatHistogram left, FloatHistogram right, HistogramOperation operation) {
        var result = HistogramAccumulator.plain(left);
        if (!result.accepts(right.layout())) {
            remarks.incompatibleBuckets(op.symbol(), origin);
            return Outcome.IMPOSSIBLE;
        }
        boolean adds = operation == HistogramOperation.ADDITION;
        if (adds) {
            result.add(right);
        } else {
            result.subtract(right);
        }
        if (result.resetCollision()) {
            remarks.counterResetCollision(operation, origin);
            return Outcome.IMPOSSIBLE;
        }
        if (result.boundsReconciled()) {
            remarks.customBucketsReconciled(operation, origin);
        }
        result.compact(0);
        histogram = adds ? result.result() : result.result().withHint(CounterResetHint.GAUGE);
        return Outcome.KEPT;
    }

    private Outcome impossible(String left, String right) {
        remarks.incompatibleTypes(left, op.symbol(), right, origin);
        return Outcome.IMPOSSIBLE;
    }
}
