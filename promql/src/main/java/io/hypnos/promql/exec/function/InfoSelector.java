package io.hypnos.promql.exec.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;

import io.hypnos.promql.plan.node.InfoJoin;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// Which info series the second argument of `info` asks for, and which of their labels.
///
/// Conditions on the name choose the info metrics: `target_info` when there are none, everything that ends in `_info` when all of them only
/// exclude. Conditions on other labels must hold, and only these labels are taken over; all are when there are no such conditions.
public final class InfoSelector {

    static final List<String> IDENTIFYING_LABELS = List.of("instance", "job");
    private static final String DEFAULT_INFO = "target_info";
    private static final String ANY_INFO = ".+_info";

    private final List<Matcher> names;
    private final List<Matcher> data;
    private final Set<String> dataLabels;
    private final Shift shift;

    public InfoSelector(InfoJoin node) {
        this.names = names(node.matchers().stream().filter(InfoSelector::isOnName).toList());
        this.data = node.matchers().stream().filter(matcher -> !isOnName(matcher)).toList();
        this.dataLabels = data.stream().map(Matcher::name).collect(Collectors.toSet());
        this.shift = node.shift();
    }

    private static boolean isOnName(Matcher matcher) {
        return matcher.name().equals(Labels.METRIC_NAME);
    }

    private static List<Matcher> names(List<Matcher> given) {
        if (given.stream().anyMatch(matcher -> !matcher.type().isNegative())) {
            return given;
        }
        if (given.isEmpty()) {
            return List.of(Matcher.equal(Labels.METRIC_NAME, DEFAULT_INFO));
        }
        List<Matcher> all = new ArrayList<>();
        all.add(Matcher.of(MatchType.REGEX, Labels.METRIC_NAME, ANY_INFO));
        all.addAll(given);
        return all;
    }

    Shift shift() {
        return shift;
    }

    /// Whether a series is an info series itself.
    boolean isInfo(Labels labels) {
        String name = labels.metricName();
        return names.stream().allMatch(matcher -> matcher.matches(name));
    }

    /// Whether a label of info series is to be taken over.
    boolean wants(String label) {
        return dataLabels.isEmpty() || dataLabels.contains(label);
    }

    /// Whether series without info series are kept.
    boolean acceptsNothing() {
        return data.stream().allMatch(Matcher::matchesEmpty);
    }

    /// The conditions on info series that describe any of the given targets.
    ///
    /// @param values for each identifying label that occurs the values that occur
    List<Matcher> matchers(Map<String, ? extends Collection<String>> values) {
        List<Matcher> matchers = new ArrayList<>();
        values.forEach((label, ofLabel) -> {
            String regex = ofLabel.stream().map(Pattern::quote).collect(Collectors.joining("|"));
            matchers.add(Matcher.of(MatchType.REGEX, label, regex));
        });
        matchers.addAll(data);
        matchers.addAll(names);
        return matchers;
    }
}
