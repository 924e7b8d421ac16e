package io.hypnos.series.dedup;

import java.util.EnumSet;
import java.util.Set;

import io.hypnos.series.chunk.Aggregate;

/// Which of a downsampled series' aggregates stand for its values, as the function around the selector wants them. Functions are not
/// rewritten: they see the aggregates as if these were samples.
public enum AggregateChoice {
    COUNT(Aggregate.COUNT), SUM(Aggregate.SUM), MIN(Aggregate.MIN), MAX(Aggregate.MAX),
    /// The running total. Plain samples are turned into one where they stand beside downsampled ones, else they stay as they are.
    COUNTER(Aggregate.COUNTER),
    /// Sum divided by count.
    AVERAGE(Aggregate.SUM, Aggregate.COUNT);

    private final Set<Aggregate> aggregates;

    AggregateChoice(Aggregate first, Aggregate... rest) {
        aggregates = Set.copyOf(EnumSet.of(first, rest));
    }

    /// The aggregates to ask a store for.
    public Set<Aggregate> aggregates() {
        return aggregates;
    }

    /// The choice for the innermost function or aggregation around a selector, as PromQL spells it; empty when there is none.
    public static AggregateChoice of(String function) {
        return switch (function) {
            case "min" -> MIN;
            case "max" -> MAX;
            case "count" -> COUNT;
            case "increase", "rate", "irate", "resets", "xincrease", "xrate" -> COUNTER;
            default -> ofPrefix(function);
        };
    }

    private static AggregateChoice ofPrefix(String function) {
        if (function.startsWith("min_")) {
            return MIN;
        }
        if (function.startsWith("max_")) {
            return MAX;
        }
        if (function.startsWith("count_")) {
            return COUNT;
        }
        return function.startsWith("sum_") ? SUM : AVERAGE;
    }
}
