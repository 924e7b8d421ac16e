package io.hypnos.promql.exec;

import java.util.Arrays;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Numbers at all steps, computed when they are first asked for.
final class Scalars implements ScalarOperator {

    private final Supplier<double[]> computation;
    private double @Nullable [] values;

    Scalars(Supplier<double[]> computation) {
        this.computation = computation;
    }

    /// What the numbers of so many steps need at most, along with what is needed to find them.
    static long bytes(int steps) {
        return 64 + 12L * steps;
    }

    static double[] constant(double value, int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, value);
        return values;
    }

    @Override
    public double[] values() {
        if (values == null) {
            values = computation.get();
        }
        return values;
    }

    /// The only float of each step; NaN where there is none or several.
    static double[] ofVector(VectorOperator input, int steps) {
        double[] values = constant(Double.NaN, steps);
        int[] found = new int[steps];
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            for (int step = 0; step < steps; step++) {
                if (row.isPresent(step) && !row.isHistogram(step)) {
                    values[step] = ++found[step] == 1 ? row.value(step) : Double.NaN;
                }
            }
        }
        input.close();
        return values;
    }
}
