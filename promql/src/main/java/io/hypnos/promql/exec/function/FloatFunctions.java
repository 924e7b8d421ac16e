package io.hypnos.promql.exec.function;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.number.GoMath;

/// Functions of one float.
final class FloatFunctions {

    private FloatFunctions() {}

    /// Applies a function to all values in place. What it makes of absent steps is overlooked.
    static void apply(Function function, double[] values) {
        switch (function) {
            case ABS -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.abs(values[i]);
                }
            }
            case SQRT -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.sqrt(values[i]);
                }
            }
            case CEIL -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.ceil(values[i]);
                }
            }
            case FLOOR -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.floor(values[i]);
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = apply(function, values[i]);
                }
            }
        }
    }

    private static double apply(Function function, double v) {
        return switch (function) {
            case EXP -> Math.exp(v);
            case LN -> Math.log(v);
            case LOG2 -> GoMath.log2(v);
            case LOG10 -> GoMath.log10(v);
            case SIN -> Math.sin(v);
            case COS -> Math.cos(v);
            case TAN -> Math.tan(v);
            case ASIN -> Math.asin(v);
            case ACOS -> Math.acos(v);
            case ATAN -> Math.atan(v);
            case SINH -> Math.sinh(v);
            case COSH -> Math.cosh(v);
            case TANH -> Math.tanh(v);
            case ASINH -> GoMath.asinh(v);
            case ACOSH -> GoMath.acosh(v);
            case ATANH -> GoMath.atanh(v);
            case RAD -> v * Math.PI / 180;
            case DEG -> v * 180 / Math.PI;
            case SGN -> v < 0 ? -1 : v > 0 ? 1 : v;
            default -> throw new IllegalStateException(function.word() + " is no function of a float");
        };
    }
}
