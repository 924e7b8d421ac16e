package io.hypnos.series.relabel;

import static io.hypnos.series.relabel.RelabelAction.DROP;
import static io.hypnos.series.relabel.RelabelAction.DROPEQUAL;
import static io.hypnos.series.relabel.RelabelAction.HASHMOD;
import static io.hypnos.series.relabel.RelabelAction.KEEP;
import static io.hypnos.series.relabel.RelabelAction.KEEPEQUAL;
import static io.hypnos.series.relabel.RelabelAction.LABELDROP;
import static io.hypnos.series.relabel.RelabelAction.LABELKEEP;
import static io.hypnos.series.relabel.RelabelAction.LABELMAP;
import static io.hypnos.series.relabel.RelabelAction.LOWERCASE;
import static io.hypnos.series.relabel.RelabelAction.UPPERCASE;
import static io.hypnos.series.relabel.RelabelConfig.DEFAULT_REGEX;
import static io.hypnos.series.relabel.RelabelConfig.DEFAULT_REPLACEMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.series.labels.InvalidRegexException;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.RelabelConfig.Source;

class RelabelingTest {

    private static final Labels ABC = Labels.of("a", "foo", "b", "bar", "c", "baz");

    @Test
    void replacesByGroups() {
        assertThat(run(RelabelConfig.replace(Source.of("a"), "f(.*)", "d", "ch${1}-ch${1}")))
                .isEqualTo(ABC.with("d", "choo-choo"));
        assertThat(run(RelabelConfig.replace(Source.of("a", "b"), "(f.).*;(?P<rest>.*)", "d", "$1|$rest|$none|$$")))
                .isEqualTo(ABC.with("d", "fo|bar||$"));
        assertThat(run(RelabelConfig.replace(Source.of("a"), "f(.*)", "l_${1}", "x"))).isEqualTo(ABC.with("l_oo", "x"));
    }

    @Test
    void leavesLabelsAloneWhenNothingMatches() {
        assertThat(run(RelabelConfig.replace(Source.of("a"), "oo", "d", "x"))).isEqualTo(ABC);
        assertThat(run(RelabelConfig.replace(Source.of("a"), "f(x)?oo", "l$1", "y"))).isEqualTo(ABC.with("l", "y"));
        assertThat(run(RelabelConfig.replace(Source.of("a"), "f(x)?oo", "$1", "y"))).isEqualTo(ABC);
    }

    @Test
    void removesALabelThatIsReplacedByNothing() {
        assertThat(run(RelabelConfig.replace(Source.of("a"), "foo", "b", "")))
                .isEqualTo(Labels.of("a", "foo", "c", "baz"));
    }

    @Test
    void setsALabelWithoutLookingAtAny() {
        assertThat(run(RelabelConfig.replace(Source.NONE, DEFAULT_REGEX, "d", "static")))
                .isEqualTo(ABC.with("d", "static"));
    }

    @Test
    void matchesAcrossLines() {
        var labels = Labels.of("a", "x\ny");
        assertThat(new Relabeling(List.of(RelabelConfig.of(KEEP, Source.of("a"), "x.y"))).apply(labels))
                .isEqualTo(labels);
    }

    @Test
    void keepsAndDrops() {
        assertThat(run(RelabelConfig.of(KEEP, Source.of("a"), "foo|bar"))).isEqualTo(ABC);
        assertThat(run(RelabelConfig.of(KEEP, Source.of("a"), "fo"))).isNull();
        assertThat(run(RelabelConfig.of(DROP, Source.of("a"), ".*o.*"))).isNull();
        assertThat(run(RelabelConfig.of(DROP, Source.of("a"), "o"))).isEqualTo(ABC);
        assertThat(run(RelabelConfig.of(DROP, Source.of("absent"), ""))).isNull();
    }

    @Test
    void comparesWithAnotherLabel() {
        assertThat(run(target(KEEPEQUAL, "b"))).isNull();
        assertThat(run(target(DROPEQUAL, "b"))).isEqualTo(ABC);
        assertThat(run(target(KEEPEQUAL, "a"))).isEqualTo(ABC);
        assertThat(run(target(DROPEQUAL, "a"))).isNull();
    }

    @Test
    void hashesAsPrometheusDoes() {
        assertThat(run(RelabelConfig.hashmod(Source.of("c"), 1000, "d"))).isEqualTo(ABC.with("d", "976"));
        assertThat(run(RelabelConfig.hashmod(Source.of("c"), 0x8000_0000_0000_0000L, "d")).get("d"))
                .doesNotStartWith("-");
        var eu = new Relabeling(List.of(RelabelConfig.hashmod(Source.of("zone"), 3, "shard")));
        assertThat(eu.apply(Labels.of("zone", "eu1"))).isEqualTo(Labels.of("zone", "eu1", "shard", "0"));
    }

    @Test
    void mapsDropsAndKeepsNames() {
        assertThat(run(new RelabelConfig(LABELMAP, Source.NONE, "(b.*|c)", 0, "", "my_${1}")))
                .isEqualTo(ABC.with("my_b", "bar").with("my_c", "baz"));
        assertThat(run(RelabelConfig.of(LABELDROP, Source.NONE, "b|c"))).isEqualTo(Labels.of("a", "foo"));
        assertThat(run(RelabelConfig.of(LABELKEEP, Source.NONE, "b|c"))).isEqualTo(Labels.of("b", "bar", "c", "baz"));
    }

    @Test
    void changesCase() {
        assertThat(run(target(UPPERCASE, "d"))).isEqualTo(ABC.with("d", "FOO"));
        assertThat(new Relabeling(List.of(target(LOWERCASE, "d"))).apply(Labels.of("a", "FoO")))
                .isEqualTo(Labels.of("a", "FoO", "d", "foo"));
    }

    @Test
    void showsEachRuleWhatTheOnesBeforeMade() {
        assertThat(run(RelabelConfig.replace(Source.of("a"), DEFAULT_REGEX, "d", "$1"),
                RelabelConfig.of(LABELDROP, Source.NONE, "a|b|c"), RelabelConfig.of(KEEP, Source.of("d"), "foo")))
                .isEqualTo(Labels.of("d", "foo"));
        assertThat(run(RelabelConfig.of(DROP, Source.of("a"), "foo"),
                RelabelConfig.replace(Source.NONE, DEFAULT_REGEX, "d", "x"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"$1,oo", "${1},oo", "$1x,''", "${1}x,oox", "$,$", "a$,a$", "$$1,$1", "${1,${1", "$-,$-", "${},${}",
        "$0,foo", "$9,''", "$name,''"})
    void expandsAsGoDoes(String template, String expected) {
        var labels = run(RelabelConfig.replace(Source.of("a"), "f(.*)", "d", "<" + template + ">"));
        assertThat(labels.get("d")).isEqualTo("<" + expected + ">");
    }

    @Test
    void refusesRulesThatMakeNoSense() {
        assertThatThrownBy(() -> RelabelConfig.hashmod(Source.of("a"), 0, "d"))
                .isInstanceOf(InvalidRelabelException.class)
                .hasMessage("relabel configuration for hashmod requires non-zero modulus");
        assertThatThrownBy(() -> RelabelConfig.replace(Source.of("a"), "x", "", "y"))
                .hasMessage("relabel configuration for replace action requires 'target_label' value");
        assertThatThrownBy(() -> new RelabelConfig(LABELDROP, Source.of("a"), "x", 0, "", DEFAULT_REPLACEMENT))
                .hasMessage("labeldrop action requires only 'regex', and no other fields");
        assertThatThrownBy(() -> new RelabelConfig(LOWERCASE, Source.of("a"), DEFAULT_REGEX, 0, "d", "x"))
                .hasMessage("'replacement' can not be set for lowercase action");
        assertThatThrownBy(() -> new RelabelConfig(DROPEQUAL, Source.of("a"), "x", 0, "d", DEFAULT_REPLACEMENT))
                .hasMessageStartingWith("dropequal action requires only");
        assertThatThrownBy(() -> run(RelabelConfig.of(KEEP, Source.of("a"), "(")))
                .isInstanceOf(InvalidRegexException.class);
        assertThat(RelabelAction.of("HashMod")).contains(HASHMOD);
        assertThat(RelabelAction.of("hash")).isEmpty();
    }

    private static RelabelConfig target(RelabelAction action, String target) {
        return new RelabelConfig(action, Source.of("a"), DEFAULT_REGEX, 0, target, DEFAULT_REPLACEMENT);
    }

    private static Labels run(RelabelConfig... configs) {
        return new Relabeling(List.of(configs)).apply(ABC);
    }
}
