package io.hypnos.promql.plan.node;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.SelectHints;
import io.hypnos.series.labels.Matcher;

/// The series that a selector wants, and what else is known about their use.
///
/// @param matchers conditions on the series that are fetched
/// @param filters  further conditions, checked on what was fetched
/// @param function innermost function or aggregation around the selector; empty for none
/// @param grouping labels of the aggregation directly around it
/// @param fetch    selections with the same number are fetched together; null for one fetched alone
public record Selection(List<Matcher> matchers, List<Matcher> filters, String function, SelectHints.Grouping grouping,
        @Nullable Integer fetch) {

    public Selection {
        matchers = List.copyOf(matchers);
        filters = List.copyOf(filters);
    }

    public Selection withMatchers(List<Matcher> others) {
        return new Selection(others, filters, function, grouping, fetch);
    }

    /// This selection, cut out of a wider one that is fetched under the given number.
    public Selection outOf(List<Matcher> wider, List<Matcher> rest, int number) {
        return new Selection(wider, rest, function, grouping, number);
    }

    @Override
    public String toString() {
        String text = braces(matchers);
        if (!filters.isEmpty()) {
            text += " where " + braces(filters);
        }
        return fetch == null ? text : text + " from fetch " + fetch;
    }

    private static String braces(List<Matcher> matchers) {
        return matchers.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
