package io.hypnos.promql.exec.binary;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.histogram.FloatHistogram;

/// Applies an operator to two rows. The result goes into the first.
final class PairKernel {

    private final BinaryOp op;
    private final boolean returnBool;
    /// Whether the first row is the right operand.
    private final boolean swapped;
    private final SampleOperation operation;

    PairKernel(BinaryOp op, boolean returnBool, boolean swapped, SampleOperation operation) {
        this.op = op;
        this.returnBool = returnBool;
        this.swapped = swapped;
        this.operation = operation;
    }

    /// Computes the steps of `mask`, at which both rows have samples. Steps whose result is filtered out or impossible become absent in the
    /// first row; those where it is impossible are also taken out of the mask.
    void apply(SeriesRow first, SeriesRow second, long[] mask) {
        boolean trims = op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER;
        if (first.hasHistograms() || second.hasHistograms() || trims) {
            samples(first, second, mask);
        } else if (op.isComparison()) {
            comparisons(first, second, mask);
        } else {
            arithmetic(first.values(), second.values(), mask);
        }
    }

    private void arithmetic(double[] first, double[] second, long[] mask) {
        for (int word = 0; word < mask.length; word++) {
            long bits = mask[word];
            if (bits == -1L) {
                arithmetic64(first, second, word << 6);
                continue;
            }
            for (; bits != 0; bits &= bits - 1) {
                int i = (word << 6) + Long.numberOfTrailingZeros(bits);
                first[i] = swapped
                        ? op.arithmetic(second[i], first[i])
                        : op.arithmetic(first[i], second[i]);
            }
        }
    }

    private void arithmetic64(double[] first, double[] second, int from) {
        if (swapped) {
            FloatOperation.arithmetic(op, second, first, first, from, from + 64);
        } else {
            FloatOperation.arithmetic(op, first, second, first, from, from + 64);
        }
    }

    private void comparisons(SeriesRow first, SeriesRow second, long[] mask) {
        for (int word = 0; word < mask.length; word++) {
            for (long bits = mask[word]; bits != 0; bits &= bits - 1) {
                int i = (word << 6) + Long.numberOfTrailingZeros(bits);
                double left = swapped ? second.value(i) : first.value(i);
                double right = swapped ? first.value(i) : second.value(i);
                boolean holds = op.compare(left, right);
                if (returnBool) {
                    first.values()[i] = holds ? 1 : 0;
                } else if (holds) {
                    first.values()[i] = left;
                } else {
                    first.remove(i);
                }
            }
        }
    }

    private void samples(SeriesRow first, SeriesRow second, long[] mask) {
        for (int step = 0; step < first.steps(); step++) {
            if ((mask[step >>> 6] & 1L << step) != 0) {
                sample(first, second, step, mask);
            }
        }
    }

    private void sample(SeriesRow first, SeriesRow second, int step, long[] mask) {
        SeriesRow left = swapped ? second : first;
        SeriesRow right = swapped ? first : second;
        SampleOperation.Outcome outcome = operation.apply(left.value(step), histogram(left, step), right.value(step),
                histogram(right, step));
        switch (outcome) {
            case IMPOSSIBLE -> {
                mask[step >>> 6] &= ~(1L << step);
                first.remove(step);
            }
            case FILTERED -> {
                if (returnBool) {
                    first.replaceByFloat(step, 0);
                } else {
                    first.remove(step);
                }
            }
            case KEPT -> {
                FloatHistogram result = operation.histogram();
                if (returnBool) {
                    first.replaceByFloat(step, 1);
                } else if (result == null) {
                    first.replaceByFloat(step, operation.value());
                } else {
                    first.setHistogram(step, first.histograms().add(result));
                }
            }
        }
    }

    private static @Nullable FloatHistogram histogram(SeriesRow row, int step) {
        int histogram = row.histogramRow(step);
        return histogram < 0 ? null : row.histograms().get(histogram);
    }
}
