package io.hypnos.promql.exec.aggregate;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.number.GoMath;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.promql.plan.node.Origin;

/// The number that goes with an aggregation, at all steps, and what it may be.
final class Parameter {

    private final double[] values;
    private double min = Double.MAX_VALUE;
    private double max = -Double.MAX_VALUE;
    private boolean hasNan;

    Parameter(double[] values) {
        this.values = values;
        for (double value : values) {
            min = GoMath.min(min, value);
            max = GoMath.max(max, value);
            hasNan |= Double.isNaN(value);
        }
    }

    double at(int step) {
        return values[step];
    }

    /// Checks a number of series; false when it is below 1 at every step.
    boolean isCount() {
        if (max < 1) {
            return false;
        }
        if (hasNan) {
            throw new QueryException.Execution("Parameter value is NaN");
        }
        if (min <= -0x1p63) {
            throw new QueryException.Execution("Scalar value " + GoNumbers.general(min) + " underflows int64");
        }
        if (max >= 0x1p63) {
            throw new QueryException.Execution("Scalar value " + GoNumbers.general(max) + " overflows int64");
        }
        return true;
    }

    /// How many series a step wants, at most `most`.
    int countAt(int step, int most) {
        return (int) Math.min((long) values[step], most);
    }

    /// Checks a ratio; false when it is 0 at every step.
    boolean isRatio(Remarks remarks, Origin origin) {
        if (max == 0 && min == 0) {
            return false;
        }
        if (hasNan) {
            throw new QueryException.Execution("Ratio value is NaN");
        }
        if (max > 1) {
            remarks.invalidRatio(max, 1, origin);
        }
        if (min < -1) {
            remarks.invalidRatio(min, -1, origin);
        }
        return true;
    }

    void checkQuantile(Remarks remarks, Origin origin) {
        if (hasNan) {
            remarks.invalidQuantile(Double.NaN, origin);
        }
        if (max > 1) {
            remarks.invalidQuantile(max, origin);
        }
        if (min < 0) {
            remarks.invalidQuantile(min, origin);
        }
    }
}
