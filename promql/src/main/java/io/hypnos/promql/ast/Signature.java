package io.hypnos.promql.ast;

import java.util.List;

/// What a function takes and gives.
///
/// @param variadic as [Function#variadic()]
record Signature(ValueType returnType, int variadic, List<ValueType> argTypes) {

    private static final ValueType MATRIX = ValueType.MATRIX;
    private static final ValueType SCALAR = ValueType.SCALAR;
    private static final ValueType STRING = ValueType.STRING;
    private static final ValueType VECTOR = ValueType.VECTOR;

    static Signature of(Function function) {
        return switch (function) {
            case END, PI, RANGE, START, STEP, TIME -> scalar();
            case MAX_OF, MIN_OF -> scalar(SCALAR, SCALAR);
            case SCALAR -> scalar(VECTOR);
            case VECTOR -> vector(SCALAR);
            case ABS, ABSENT, ACOS, ACOSH, ASIN, ASINH, ATAN, ATANH, CEIL, COS, COSH, DEG, EXP, FLOOR, HISTOGRAM_AVG,
                    HISTOGRAM_COUNT,
                    HISTOGRAM_STDDEV, HISTOGRAM_STDVAR, HISTOGRAM_SUM, LN, LOG10, LOG2, RAD, SGN, SIN, SINH, SORT,
                    SORT_DESC, SQRT,
                    START_TIMESTAMP, TAN, TANH, TIMESTAMP ->
                vector(VECTOR);
            case DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, DAYS_IN_MONTH, HOUR, MINUTE, MONTH, YEAR ->
                vector(VECTOR).more(1);
            case ABSENT_OVER_TIME, AVG_OVER_TIME, CHANGES, COUNT_OVER_TIME, DELTA, DERIV, FIRST_OVER_TIME, IDELTA,
                    INCREASE, IRATE,
                    LAST_OVER_TIME, MAD_OVER_TIME, MAX_OVER_TIME, MIN_OVER_TIME, PRESENT_OVER_TIME, RATE, RESETS,
                    STDDEV_OVER_TIME,
                    STDVAR_OVER_TIME, SUM_OVER_TIME, TS_OF_FIRST_OVER_TIME, TS_OF_LAST_OVER_TIME, TS_OF_MAX_OVER_TIME,
                    TS_OF_MIN_OVER_TIME, XDELTA, XINCREASE, XRATE ->
                vector(MATRIX);
            case PREDICT_LINEAR -> vector(MATRIX, SCALAR);
            case DOUBLE_EXPONENTIAL_SMOOTHING -> vector(MATRIX, SCALAR, SCALAR);
            case QUANTILE_OVER_TIME -> vector(SCALAR, MATRIX);
            case CLAMP -> vector(VECTOR, SCALAR, SCALAR);
            case CLAMP_MAX, CLAMP_MIN -> vector(VECTOR, SCALAR);
            case ROUND -> vector(VECTOR, SCALAR).more(1);
            case HISTOGRAM_FRACTION -> vector(SCALAR, SCALAR, VECTOR);
            case HISTOGRAM_QUANTILE -> vector(SCALAR, VECTOR);
            case HISTOGRAM_QUANTILES -> vector(VECTOR, STRING, SCALAR, SCALAR).more(9);
            case INFO -> vector(VECTOR, VECTOR).more(1);
            case LABEL_REPLACE -> vector(VECTOR, STRING, STRING, STRING, STRING);
            case LABEL_JOIN -> vector(VECTOR, STRING, STRING, STRING).more(-1);
            case SORT_BY_LABEL, SORT_BY_LABEL_DESC -> vector(VECTOR, STRING).more(-1);
        };
    }

    private static Signature scalar(ValueType... argTypes) {
        return new Signature(SCALAR, 0, List.of(argTypes));
    }

    private static Signature vector(ValueType... argTypes) {
        return new Signature(VECTOR, 0, List.of(argTypes));
    }

    private Signature more(int count) {
        return new Signature(returnType, count, argTypes);
    }
}
