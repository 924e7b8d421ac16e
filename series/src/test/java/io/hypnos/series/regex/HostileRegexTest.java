package io.hypnos.series.regex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.hypnos.series.testing.Seeded;

/// Expressions made to be slow, on values made to be long. What is proved here is that each comes to an end with an answer or a refusal;
/// `-Dregex.hostile=1000` tries as many and prints the slowest.
@Seeded
class HostileRegexTest {

    private static final int ROUNDS = Integer.getInteger("regex.hostile", 40);
    private static final int LENGTH = 1 << 20;
    private static final String[] HOSTILE = {"(a+)+b", "(a|aa)+b", "(.*a){20}b", "(?:a?){50}a{50}", "(a|b|ab)*c",
        "(a*)*b",
        "(a|b)*a(a|b){12}", "(a|b)*a(a|b){20}", "(a|b)*a(a|b){60}", "(a|b)*a(a|b){900}", "(ab|ba){200}.*c",
        ".*(a.{20}b|b.{21}a).*c",
        "(x+x+)+y", "([a-c]+)*d", "(\\w+\\s?)+\\.", "(.*)(.*)(.*)(.*)(.*)c", "((a{0,30}){0,30})c",
        "(?i)(a|b)*k(a|b){30}",
        "\\b(a+\\b)*c", "(\\ba|b\\B)*c", "(a.*b.*){15}c", "[^c]*[ab]{500}c", "(.{1,100}a){9}b", "(é|a)*a(é|a){25}",
        "\\pL*a\\pL{30}",
        "a.*a.*a.*a.*a.*c", "(a{1,500}b)*c", ".*a.{1000}", "(?:(?:a|b)(?:a|b)(?:ab|ba))*a.{10}c"};

    @Test
    void everyValueIsAnsweredOrRefused(Random random) {
        byte[][] values = {repeat("a"), repeat("ab"), noise(random, "ab"), noise(random, "abc"), noise(random, "aé"),
            repeat("a b. ")};
        long slowest = 0;
        String slowestRegex = "";
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String regex = regex(random, round);
            byte[] value = values[random.nextInt(values.length)];
            long start = System.nanoTime();
            try {
                CompiledRegex.compile(regex).matcher().matches(value, 0, value.length);
            } catch (RegexTooCostlyException | RegexSyntaxException e) {
                refused++;
            }
            long took = System.nanoTime() - start;
            if (took > slowest) {
                slowest = took;
                slowestRegex = regex;
            }
        }
        if (ROUNDS >= 1000) {
            System.out.println(ROUNDS + " expressions, " + refused + " refused, slowest " + slowest / 1_000_000
                    + " ms: " + slowestRegex);
        }
        assertThat(refused).isLessThan(ROUNDS);
    }

    private static String regex(Random random, int round) {
        if (round < HOSTILE.length) {
            return HOSTILE[round];
        }
        String one = HOSTILE[random.nextInt(HOSTILE.length)];
        String other = HOSTILE[random.nextInt(HOSTILE.length)];
        return switch (random.nextInt(5)) {
            case 0 -> "(" + one + ")*" + other;
            case 1 -> one + "|" + other;
            case 2 -> ".*" + one + ".*";
            case 3 -> "(" + one + "){" + (1 + random.nextInt(9)) + "}";
            default -> one + other;
        };
    }

    @Test
    void literalsInOrderTakeLinearTimeWhateverTheyAre() throws RegexSyntaxException {
        byte[] value = repeat("a");
        String nearly = "a".repeat(5000) + "b";
        assertThat(
                CompiledRegex.compile(".*" + nearly + ".*" + nearly + ".*").matcher().matches(value, 0, value.length))
                .isFalse();
    }

    @Test
    void longAlternationsAreSetsAndStayFast() throws RegexSyntaxException {
        var set = new StringBuilder("x");
        for (int i = 0; i < 50_000; i++) {
            set.append("|pod-").append(i);
        }
        CompiledRegex compiled = CompiledRegex.compile(set.toString());
        assertThat(compiled.literals()).hasSize(50_001);
        assertThat(matches(compiled, "pod-49999")).isTrue();
        assertThat(matches(compiled, "pod-50000")).isFalse();
        compiled = CompiledRegex.compile("(" + set + "):\\d+");
        assertThat(matches(compiled, "pod-31415:80")).isTrue();
        assertThat(matches(compiled, "pod-31415:")).isFalse();
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsMade() {
        assertThatThrownBy(() -> CompiledRegex.compile("((a{100}){100}){100}")).isInstanceOf(RegexSyntaxException.class)
                .hasMessageContaining("repeat");
        assertThatThrownBy(() -> CompiledRegex.compile("(é.{1000}|ü.{1000}|[^é]{1000}|[^ü]{1000}|x)".repeat(30) + "y"))
                .isInstanceOf(RegexSyntaxException.class).hasMessageContaining("too large");
        assertThatThrownBy(() -> CompiledRegex.compile("(".repeat(2000) + "a" + ")".repeat(2000)))
                .isInstanceOf(RegexSyntaxException.class).hasMessageContaining("too deep");
        assertThatThrownBy(() -> CompiledRegex.compile("a".repeat(CompiledRegex.MAX_LENGTH + 1)))
                .isInstanceOf(RegexSyntaxException.class);
    }

    @Test
    void deepButLegalNestingIsFineOnASmallStack() throws InterruptedException {
        var matched = new AtomicBoolean();
        var thread = new Thread(null, () -> {
            try {
                matched.set(matches(CompiledRegex.compile("(a|b(".repeat(120) + "c" + ")*)".repeat(120)), "bbba"));
            } catch (RegexSyntaxException e) {
                throw new IllegalStateException(e);
            }
        }, "small stack", 256 << 10);
        thread.start();
        thread.join();
        assertThat(matched).isTrue();
    }

    private static boolean matches(CompiledRegex compiled, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        return compiled.matcher().matches(bytes, 0, bytes.length);
    }

    private static byte[] repeat(String text) {
        return text.repeat(LENGTH / text.length()).getBytes(UTF_8);
    }

    private static byte[] noise(Random random, String alphabet) {
        var text = new StringBuilder();
        while (text.length() < LENGTH) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString().getBytes(UTF_8);
    }
}
