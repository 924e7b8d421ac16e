package io.hypnos.series.regex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;

import io.hypnos.series.testing.Seeded;

/// Random expressions and values, with RE2/J as the judge. `-Dregex.rounds=N` sets the number of expressions.
@Seeded
class RegexDifferentialTest {

    private static final int ROUNDS = Integer.getInteger("regex.rounds", 20_000);
    private static final String[] ATOMS = {"a", "b", "c", "ab", "abc", "foo", "bar", ".", "\\.", "[ab]", "[^a]",
        "[a-c]", "\\d", "\\w",
        "\\s", "\\D", "\\W", "\\S", "é", "ü", "語", "😀", "[é-ü]", "[^é]", "[[:alpha:]]", "[[:^digit:]b]", "[\\d_]",
        "\\x41", "\\x{1F600}",
        "\\n", "k", "s", "K", "_", "0", "-", "[]a]", "[a-]", "\\pL", "\\101", "\\Qa.b\\E"};
    /// RE2/J, unlike RE2, does not let a brace that is no count be repeated, nor a class hold `[:` without a class's name.
    private static final java.util.regex.Pattern REPEATED_BRACE = java.util.regex.Pattern
            .compile("\\{[^}]*[*+?{]|[*+?}]\\{");
    private static final String[] PLACES = {"^", "$", "\\b", "\\B", "\\A", "\\z", "(?m:^)", "(?m:$)"};
    private static final String[] REPEATS = {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?", "{0}"};
    private static final String[] GROUPS = {"(", "(?:", "(?i:", "(?s:", "(?-s:", "(?m:", "(?P<n>", "(?U:"};
    private static final String[] PIECES = {"a", "b", "c", "ab", "foo", "bar", "A", "B", "0", "7", "_", " ", "\n", ".",
        "é", "É", "ü", "ö",
        "語", "😀", "k", "K", "\u212A", "s", "S", "ſ", "-", "]", "a.b", "\t", "\uFFFD", "𝔘"};

    @Test
    void matchesWhatRe2Matches(Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            String regex = alternation(random, 0);
            Pattern judge;
            CompiledRegex compiled;
            try {
                judge = Pattern.compile("^(?s:" + regex + ")$");
                compiled = CompiledRegex.compile(regex);
            } catch (PatternSyntaxException | RegexSyntaxException e) {
                assertThat(regex).contains("P<n>");
                continue;
            }
            for (int i = 0; i < 20; i++) {
                String value = value(random);
                boolean expected = judge.matches(value);
                byte[] bytes = ("xy" + value + "z").getBytes(UTF_8);
                assertThat(compiled.matcher().matches(bytes, 2, bytes.length - 3))
                        .as("/%s/ on %s by %s", regex, value, compiled.matcher())
                        .isEqualTo(expected);
                if (expected) {
                    assertThat(value).as("prefix of /%s/", regex).startsWith(compiled.prefix());
                }
                List<String> literals = compiled.literals();
                if (literals != null) {
                    assertThat(literals.contains(value)).as("literals of /%s/ and %s", regex, value)
                            .isEqualTo(expected);
                }
            }
            if (compiled.literals() != null) {
                for (String literal : compiled.literals()) {
                    assertThat(judge.matches(literal)).as("/%s/ on its literal %s", regex, literal).isTrue();
                }
            }
        }
    }

    @Test
    void refusesWhatRe2Refuses(Random random) {
        String[] tokens = {"a", "b", "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\", "\\d", "-",
            ",", "1", "2",
            "(?", "(?i)", ":", "P<n>", "[:alpha:]", "\\x", "\\Q", "\\E", "[^", "0", "\\p{Greek}", "\\b", "z", "7", "A"};
        int refused = 0;
        for (int round = 0; round < ROUNDS * 5; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                text.append(tokens[random.nextInt(tokens.length)]);
            }
            String regex = text.toString();
            if (REPEATED_BRACE.matcher(regex).find() || regex.replace("[:alpha:]", "").contains("[:")) {
                continue;
            }
            boolean accepted = isAccepted(regex);
            refused += accepted ? 0 : 1;
            assertThat(isAcceptedByRe2(regex)).as("/%s/", regex).isEqualTo(accepted);
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 5 - ROUNDS / 10);
    }

    private static boolean isAccepted(String regex) {
        try {
            CompiledRegex.compile(regex);
            return true;
        } catch (RegexSyntaxException e) {
            return false;
        }
    }

    private static boolean isAcceptedByRe2(String regex) {
        try {
            Pattern.compile(regex);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static String alternation(Random random, int depth) {
        var text = new StringBuilder();
        int branches = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < branches; i++) {
            text.append(i == 0 ? "" : "|");
            for (int parts = random.nextInt(4) + (depth == 0 ? 1 : 0); parts > 0; parts--) {
                text.append(part(random, depth));
            }
        }
        return text.toString();
    }

    private static String part(Random random, int depth) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(3) == 0 ? PLACES[random.nextInt(PLACES.length)] : ".*";
            case 1 -> ".*";
            case 2 -> random.nextBoolean() ? ".+" : ".*foo.*";
            case 3, 4 -> {
                if (depth > 2) {
                    yield atom(random);
                }
                String group = GROUPS[random.nextInt(GROUPS.length)] + alternation(random, depth + 1) + ")";
                yield random.nextBoolean() ? group : group + REPEATS[random.nextInt(REPEATS.length)];
            }
            case 5 -> atom(random) + REPEATS[random.nextInt(REPEATS.length)];
            default -> atom(random);
        };
    }

    private static String atom(Random random) {
        String atom = ATOMS[random.nextInt(ATOMS.length)];
        return random.nextInt(12) == 0 ? "(?:" + atom + ")" : atom;
    }

    private static String value(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
