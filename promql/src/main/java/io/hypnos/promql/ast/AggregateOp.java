package io.hypnos.promql.ast;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The aggregation operators.
public enum AggregateOp {
    SUM("sum"), AVG("avg"), COUNT("count"), MIN("min"), MAX("max"), GROUP("group"), STDDEV("stddev"), STDVAR(
            "stdvar"), TOPK("topk"), BOTTOMK("bottomk"), COUNT_VALUES(
                    "count_values"), QUANTILE("quantile"), LIMITK("limitk"), LIMIT_RATIO("limit_ratio");

    private static final Map<String, AggregateOp> BY_WORD = new HashMap<>();

    static {
        for (AggregateOp op : values()) {
            BY_WORD.put(op.word, op);
        }
    }

    private final String word;

    AggregateOp(String word) {
        this.word = word;
    }

    /// As PromQL spells it.
    public String word() {
        return word;
    }

    /// The operator of the given spelling (lower case), or null.
    public static @Nullable AggregateOp of(String word) {
        return BY_WORD.get(word);
    }

    /// Whether a parameter stands before the aggregated expression.
    public boolean hasParameter() {
        return switch (this) {
            case TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO -> true;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> false;
        };
    }

    /// Whether the result consists of input series, with all their labels, instead of one new series per group.
    public boolean selectsSeries() {
        return switch (this) {
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> true;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, COUNT_VALUES, QUANTILE -> false;
        };
    }

    public boolean isExperimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }
}
