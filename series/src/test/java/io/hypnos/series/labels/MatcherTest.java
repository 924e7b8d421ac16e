package io.hypnos.series.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class MatcherTest {

    private static final Labels LABELS = Labels.of("__name__", "up", "job", "api", "ünï", "çödé");

    @Test
    void comparesTexts() {
        assertThat(matches(MatchType.EQUAL, "job", "api")).isTrue();
        assertThat(matches(MatchType.EQUAL, "job", "ap")).isFalse();
        assertThat(matches(MatchType.NOT_EQUAL, "job", "ap")).isTrue();
        assertThat(matches(MatchType.EQUAL, "ünï", "çödé")).isTrue();
    }

    @Test
    void matchesWholeValues() {
        assertThat(matches(MatchType.REGEX, "job", "a.*")).isTrue();
        assertThat(matches(MatchType.REGEX, "job", "a")).isFalse();
        assertThat(matches(MatchType.NOT_REGEX, "job", "a")).isTrue();
        assertThat(matches(MatchType.REGEX, "job", "^api$")).isTrue();
        assertThat(matches(MatchType.REGEX, "ünï", "çö...")).isFalse();
        assertThat(matches(MatchType.REGEX, "ünï", "çö..")).isTrue();
    }

    @Test
    void aMissingLabelIsEmpty() {
        assertThat(matches(MatchType.EQUAL, "absent", "")).isTrue();
        assertThat(matches(MatchType.NOT_EQUAL, "absent", "x")).isTrue();
        assertThat(matches(MatchType.REGEX, "absent", "a|")).isTrue();
        assertThat(matches(MatchType.REGEX, "zzz", ".+")).isFalse();
        assertThat(Matcher.of(MatchType.NOT_REGEX, "x", ".+").matchesEmpty()).isTrue();
        assertThat(Matcher.of(MatchType.REGEX, "x", "|a").matchesEmpty()).isTrue();
    }

    @Test
    void stringsAndBytesAreAlike() {
        Matcher matcher = Matcher.of(MatchType.REGEX, "x", "(?i)prod-.*|dev");
        for (String value : List.of("PROD-1", "dev", "DEV", "prod", "")) {
            byte[] bytes = (value + "!").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(matcher.matches(bytes, 0, bytes.length - 1)).isEqualTo(matcher.matches(value));
        }
    }

    @Test
    void allMustAccept() {
        Matcher one = Matcher.equal("job", "api");
        assertThat(Matcher.allMatch(List.of(one, Matcher.of(MatchType.REGEX, "__name__", "u.")), LABELS)).isTrue();
        assertThat(Matcher.allMatch(List.of(one, Matcher.equal("__name__", "down")), LABELS)).isFalse();
        assertThat(Matcher.allMatch(List.of(), LABELS)).isTrue();
    }

    @Test
    void looksLikePromql() {
        assertThat(Matcher.of(MatchType.NOT_REGEX, "job", "a\"b\n")).hasToString("job!~\"a\\\"b\\n\"");
        assertThat(Matcher.equal("my.label", "x")).hasToString("\"my.label\"=\"x\"");
    }

    @Test
    void knowsWhatAnExpressionAccepts() {
        assertThat(RegexMatcher.compile("a|b|(c|d)e?").literals()).containsExactly("a", "b", "c", "ce", "d", "de");
        assertThat(RegexMatcher.compile("prod|^$").literals()).containsExactly("prod", "");
        assertThat(RegexMatcher.compile("").literals()).containsExactly("");
        assertThat(RegexMatcher.compile("[ab]{2}x").literals()).containsExactly("aax", "abx", "bax", "bbx");
        assertThat(RegexMatcher.compile("a.*").literals()).isNull();
        assertThat(RegexMatcher.compile("[a-z]{3}").literals()).isNull();
        assertThat(RegexMatcher.compile("a\\x{FFFD}").literals()).isNull();
        assertThat(RegexMatcher.compile("pod-(a|b).*").prefix()).isEqualTo("pod-");
        assertThat(RegexMatcher.compile("pod-a.*|pod-b.+").prefix()).isEqualTo("pod-");
        assertThat(RegexMatcher.compile("^foo$").prefix()).isEqualTo("foo");
        assertThat(RegexMatcher.compile("(?i)foo").prefix()).isEmpty();
        assertThat(RegexMatcher.compile("😀|😁").prefix()).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8CountAsReplacementCharacters() {
        byte[] stray = {'a', (byte) 0xE2, (byte) 0x82, 'b'};
        assertThat(RegexMatcher.compile("a..b").matches(stray, 0, 4)).isTrue();
        assertThat(RegexMatcher.compile("a.b").matches(stray, 0, 4)).isFalse();
        assertThat(RegexMatcher.compile("a\uFFFD+b").matches(stray, 0, 4)).isTrue();
        assertThat(RegexMatcher.compile("a.*b").matches(stray, 0, 4)).isTrue();
        assertThat(RegexMatcher.compile("a[^x]{2}b").matches(stray, 0, 4)).isTrue();
        assertThat(RegexMatcher.compile("a\\PL\\PLb").matches(stray, 0, 4)).isTrue();
    }

    @Test
    void refusesWhatIsNoExpression() {
        assertThatThrownBy(() -> Matcher.of(MatchType.REGEX, "x", "a(")).isInstanceOf(InvalidRegexException.class)
                .hasMessage("error parsing regexp: missing closing ): `a(`");
        assertThatThrownBy(() -> RegexMatcher.compile("a)(b")).isInstanceOf(InvalidRegexException.class);
        assertThatThrownBy(() -> Matcher.equal("x", "y").regex()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void usedExpressionsAreShared() {
        assertThat(RegexMatcher.compile("abc.*def")).isSameAs(RegexMatcher.compile("abc.*def"));
    }

    private static boolean matches(MatchType type, String name, String value) {
        return Matcher.of(type, name, value).matches(LABELS);
    }
}
