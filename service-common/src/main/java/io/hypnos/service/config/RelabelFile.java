package io.hypnos.service.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.hypnos.series.labels.InvalidRegexException;
import io.hypnos.series.relabel.InvalidRelabelException;
import io.hypnos.series.relabel.RelabelAction;
import io.hypnos.series.relabel.RelabelConfig;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.flags.ConfigText;

/// Relabel rules as Prometheus writes them: a YAML list with `action`, `source_labels`, `separator`, `regex`, `modulus`, `target_label` and
/// `replacement`.
public final class RelabelFile {

    private RelabelFile() {}

    /// @throws ConfigException with the file and line of a rule that cannot be used
    public static Relabeling parse(ConfigText config) {
        return parse(config, Set.of(RelabelAction.values()));
    }

    /// As the other, where only some actions make sense.
    public static Relabeling parse(ConfigText config, Set<RelabelAction> allowed) {
        var rules = new ArrayList<RelabelConfig>();
        for (YamlMap rule : YamlMap.parseList(config.text(), config.name())) {
            rules.add(rule(rule, allowed));
        }
        return new Relabeling(rules);
    }

    private static RelabelConfig rule(YamlMap rule, Set<RelabelAction> allowed) {
        String name = rule.text("action", RelabelAction.REPLACE.text());
        RelabelAction action = RelabelAction.of(name).filter(allowed::contains)
                .orElseThrow(() -> rule.fault("action", "must be one of " + texts(allowed) + ", not \"" + name + "\""));
        var source = new RelabelConfig.Source(rule.texts("source_labels"),
                rule.text("separator", RelabelConfig.DEFAULT_SEPARATOR));
        String regex = rule.text("regex", RelabelConfig.DEFAULT_REGEX);
        long modulus = rule.number("modulus", 0);
        String target = rule.text("target_label", "");
        String replacement = rule.text("replacement", RelabelConfig.DEFAULT_REPLACEMENT);
        rule.refuseOthers();
        try {
            var config = new RelabelConfig(action, source, regex, modulus, target, replacement);
            // Compiles the pattern, so that its faults are known with their line.
            var unused = new Relabeling(List.of(config));
            return config;
        } catch (InvalidRelabelException | InvalidRegexException e) {
            throw rule.fault(String.valueOf(e.getMessage()));
        }
    }

    private static String texts(Set<RelabelAction> allowed) {
        return Arrays.stream(RelabelAction.values()).filter(allowed::contains).map(RelabelAction::text)
                .collect(Collectors.joining(", "));
    }
}
