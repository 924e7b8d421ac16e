package io.hypnos.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.testing.Seeds;

class PostingsSelectionTest {

    private static final String[] NAMES = {"a", "b", "c", "missing"};
    private static final String[] TEXTS = {"", "x", "xy", "y", "z\nw", "xyz"};
    private static final String[] PATTERNS = {"", ".*", ".+", "x", "x|y", "x.*", ".*y.*", "x|", "(x|y).*", "[xy]",
        "z.w",
        "(?i)X", "xy?|", "nothing", "(nothing)?", "a{0}", "xyz|x|y|nothing", "xy.*", "[x-z]y?", "z\\nw|x"};

    @Test
    void selectsWhatTheMatchersAcceptOneByOne() {
        Seeds.forEach(3000, random -> {
            var series = new ArrayList<Labels>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                series.add(someLabels(random));
            }
            var matchers = new ArrayList<Matcher>();
            for (int i = random.nextInt(4); i > 0; i--) {
                matchers.add(someMatcher(random));
            }
            var source = new MapPostingsSource(series);
            var selected = PostingsSelection.select(source, matchers);
            int[] expected = java.util.stream.IntStream.range(0, series.size())
                    .filter(i -> Matcher.allMatch(matchers, series.get(i))).toArray();
            assertThat(selected.toArray()).as("%s", matchers).isEqualTo(expected);
        });
    }

    @Test
    void selectsAllWithoutMatchers() {
        var source = new MapPostingsSource(List.of(Labels.of("a", "x"), Labels.EMPTY));
        assertThat(PostingsSelection.select(source, List.of()).size()).isEqualTo(2);
    }

    private static Labels someLabels(Random random) {
        var labels = new LabelsBuilder();
        for (String name : List.of("a", "b", "c")) {
            labels.set(name, TEXTS[random.nextInt(TEXTS.length)]);
        }
        return labels.build();
    }

    static Matcher someMatcher(Random random) {
        MatchType type = MatchType.values()[random.nextInt(4)];
        String name = NAMES[random.nextInt(NAMES.length)];
        return Matcher.of(type, name, type.isRegex()
                ? PATTERNS[random.nextInt(PATTERNS.length)]
                : TEXTS[random.nextInt(TEXTS.length)]);
    }
}
