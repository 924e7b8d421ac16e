package io.hypnos.promql.ast;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The functions of the language with their signatures. A function's word is its constant's name in lower case.
public enum Function {
    ABS, ABSENT, ABSENT_OVER_TIME, ACOS, ACOSH, ASIN, ASINH, ATAN, ATANH, AVG_OVER_TIME, CEIL, CHANGES, CLAMP, CLAMP_MAX, CLAMP_MIN, COS, COSH, COUNT_OVER_TIME, DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, DAYS_IN_MONTH, DEG, DELTA, DERIV, DOUBLE_EXPONENTIAL_SMOOTHING, END, EXP, FIRST_OVER_TIME, FLOOR, HISTOGRAM_AVG, HISTOGRAM_COUNT, HISTOGRAM_FRACTION, HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_STDDEV, HISTOGRAM_STDVAR, HISTOGRAM_SUM, HOUR, IDELTA, INCREASE, INFO, IRATE, LABEL_JOIN, LABEL_REPLACE, LAST_OVER_TIME, LN, LOG10, LOG2, MAD_OVER_TIME, MAX_OF, MAX_OVER_TIME, MIN_OF, MIN_OVER_TIME, MINUTE, MONTH, PI, PREDICT_LINEAR, PRESENT_OVER_TIME, QUANTILE_OVER_TIME, RAD, RANGE, RATE, RESETS, ROUND, SCALAR, SGN, SIN, SINH, SORT, SORT_BY_LABEL, SORT_BY_LABEL_DESC, SORT_DESC, SQRT, START, START_TIMESTAMP, STDDEV_OVER_TIME, STDVAR_OVER_TIME, STEP, SUM_OVER_TIME, TAN, TANH, TIME, TIMESTAMP, TS_OF_FIRST_OVER_TIME, TS_OF_LAST_OVER_TIME, TS_OF_MAX_OVER_TIME, TS_OF_MIN_OVER_TIME, VECTOR, XDELTA, XINCREASE, XRATE, YEAR;

    /// Who may call a function.
    public enum Availability {
        STABLE,
        /// Behind `promql-experimental-functions`.
        EXPERIMENTAL,
        /// Thanos' functions, behind `query.enable-x-functions`.
        X_FUNCTIONS
    }

    private static final Map<String, Function> BY_WORD = new HashMap<>();

    static {
        for (Function function : values()) {
            BY_WORD.put(function.word, function);
        }
    }

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The function of the given spelling, or null. Functions are spelt in lower case only.
    public static @Nullable Function of(String word) {
        return BY_WORD.get(word);
    }

    /// As PromQL spells it.
    public String word() {
        return word;
    }

    public Availability availability() {
        return switch (this) {
            case DOUBLE_EXPONENTIAL_SMOOTHING, END, HISTOGRAM_QUANTILES, INFO, MAD_OVER_TIME, MAX_OF, MIN_OF, RANGE,
                    SORT_BY_LABEL,
                    SORT_BY_LABEL_DESC, START, START_TIMESTAMP, STEP, TS_OF_FIRST_OVER_TIME, TS_OF_LAST_OVER_TIME,
                    TS_OF_MAX_OVER_TIME,
                    TS_OF_MIN_OVER_TIME ->
                Availability.EXPERIMENTAL;
            case XDELTA, XINCREASE, XRATE -> Availability.X_FUNCTIONS;
            default -> Availability.STABLE;
        };
    }

    /// How many arguments more than `argTypes().size() - 1` there may be: 0 for exactly as many as types, negative for any number.
    public int variadic() {
        return Signature.of(this).variadic();
    }

    public ValueType returnType() {
        return Signature.of(this).returnType();
    }

    /// Types of the arguments; the last one counts for all further ones.
    public List<ValueType> argTypes() {
        return Signature.of(this).argTypes();
    }
}
