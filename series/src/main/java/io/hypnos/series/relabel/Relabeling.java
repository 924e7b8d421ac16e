package io.hypnos.series.relabel;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.InvalidRegexException;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// An ordered list of rules. Each sees what the ones before have made of the labels; one that drops them ends the walk. Immutable.
public final class Relabeling {

    /// No rules: everything stays as it is.
    public static final Relabeling NONE = new Relabeling(List.of());

    private final List<RelabelRule> rules;

    /// @throws InvalidRegexException for a regex that RE2 does not accept
    public Relabeling(List<RelabelConfig> configs) {
        this.rules = configs.stream().map(RelabelRule::new).toList();
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// What the rules make of `labels`, which may be empty; null when they drop them.
    public @Nullable Labels apply(Labels labels) {
        if (rules.isEmpty()) {
            return labels;
        }
        LabelsBuilder builder = labels.toBuilder();
        return apply(builder) ? builder.build() : null;
    }

    /// Runs the rules on `labels` in place; false when they drop them, which leaves `labels` in some state between.
    public boolean apply(LabelsBuilder labels) {
        for (RelabelRule rule : rules) {
            if (!rule.apply(labels)) {
                return false;
            }
        }
        return true;
    }
}
