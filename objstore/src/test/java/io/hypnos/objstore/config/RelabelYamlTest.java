package io.hypnos.objstore.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.RelabelAction;

class RelabelYamlTest {

    private static final Set<RelabelAction> ALL = EnumSet.allOf(RelabelAction.class);

    @Test
    void readsRules() throws InvalidConfigException {
        var relabeling = RelabelYaml.parse("""
                - source_labels: [a, b]
                  separator: "-"
                  regex: (.+)-(.+)
                  target_label: c
                  replacement: $2$1
                - action: LabelDrop
                  regex: a
                """, "r.yml", ALL);

        assertThat(relabeling.apply(Labels.of("a", "x", "b", "y"))).isEqualTo(Labels.of("b", "y", "c", "yx"));
    }

    @Test
    void shards() throws InvalidConfigException {
        var relabeling = RelabelYaml.parse("""
                - {action: hashmod, source_labels: [zone], target_label: shard, modulus: 3}
                - {action: keep, source_labels: [shard], regex: 0}
                """, "r.yml", RelabelYaml.SELECTING);

        assertThat(relabeling.apply(Labels.of("zone", "eu1"))).isNotNull();
    }

    @Test
    void takesAnEmptyDocumentForNoRules() throws InvalidConfigException {
        assertThat(RelabelYaml.parse("", "r.yml", ALL).isEmpty()).isTrue();
        assertThat(RelabelYaml.parse("# nothing\n", "r.yml", ALL).isEmpty()).isTrue();
        assertThat(RelabelYaml.parse("[]", "r.yml", ALL).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: b                                   | r.yml:1: expected a list
            - {action: fly}                        | r.yml:1: "action" must be one of drop, hashmod, keep, not "fly"
            - {action: labeldrop, regex: a}        | r.yml:1: "action" must be one of drop, hashmod, keep, not "labeldrop"
            - {action: keep, source_label: [a]}    | r.yml:1: unknown key "source_label" (did you mean source_labels?)
            - {action: keep, regex: "("}           | r.yml:1: "regex" error parsing regexp: missing closing ): `^(?s:()$`
            - {action: hashmod, target_label: a}   | r.yml:1: "action" makes no sense: relabel configuration for hashmod requires non-zero modulus
            """)
    void refusesWhatMakesNoSense(String yaml, String message) {
        assertThatThrownBy(() -> RelabelYaml.parse(yaml, "r.yml", RelabelYaml.SELECTING))
                .isInstanceOf(InvalidConfigException.class).hasMessage(message);
    }
}
