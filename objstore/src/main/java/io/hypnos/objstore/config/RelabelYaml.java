package io.hypnos.objstore.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.hypnos.series.labels.InvalidRegexException;
import io.hypnos.series.relabel.InvalidRelabelException;
import io.hypnos.series.relabel.RelabelAction;
import io.hypnos.series.relabel.RelabelConfig;
import io.hypnos.series.relabel.Relabeling;

/// Relabelling rules as Prometheus' configuration writes them:
///
///     - action: hashmod
///       source_labels: [tenant_id]
///       target_label: shard
///       modulus: 3
///     - {action: keep, source_labels: [shard], regex: "0"}
public final class RelabelYaml {

    /// What makes sense where blocks or stores are chosen by their external labels.
    public static final Set<RelabelAction> SELECTING = Set.of(RelabelAction.KEEP, RelabelAction.DROP,
            RelabelAction.HASHMOD);

    private RelabelYaml() {}

    /// @param allowed the actions that may be used
    public static Relabeling parse(String yaml, String origin, Set<RelabelAction> allowed)
            throws InvalidConfigException {
        var configs = new ArrayList<RelabelConfig>();
        for (YamlSection rule : YamlSection.parseList(yaml, origin)) {
            RelabelConfig config = rule(rule, allowed);
            try {
                new Relabeling(List.of(config));
            } catch (InvalidRegexException e) {
                throw rule.invalid("regex", e.getMessage() == null ? "is invalid" : e.getMessage());
            }
            configs.add(config);
        }
        return new Relabeling(configs);
    }

    private static RelabelConfig rule(YamlSection rule, Set<RelabelAction> allowed) throws InvalidConfigException {
        String name = rule.text("action", RelabelAction.REPLACE.text());
        RelabelAction action = RelabelAction.of(name).filter(allowed::contains).orElse(null);
        if (action == null) {
            throw rule.invalid("action", "must be one of " + allowed.stream().map(RelabelAction::text).sorted()
                    .collect(Collectors.joining(", ")) + ", not \"" + name + "\"");
        }
        var source = new RelabelConfig.Source(rule.list("source_labels"),
                rule.text("separator", RelabelConfig.DEFAULT_SEPARATOR));
        String regex = rule.text("regex", RelabelConfig.DEFAULT_REGEX);
        long modulus = rule.integer("modulus", 0);
        String target = rule.text("target_label", "");
        String replacement = rule.text("replacement", RelabelConfig.DEFAULT_REPLACEMENT);
        rule.refuseOthers();
        try {
            return new RelabelConfig(action, source, regex, modulus, target, replacement);
        } catch (InvalidRelabelException e) {
            throw rule.invalid("action", "makes no sense: " + e.getMessage());
        }
    }
}
