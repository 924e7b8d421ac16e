package io.hypnos.receive.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {

    private static final int[] FIRST = {0};

    private static Verdict verdict(char letter) {
        return switch (letter) {
            case 'o' -> Verdict.STORED;
            case 'c' -> Verdict.CONFLICT;
            case 'i' -> Verdict.INVALID;
            case 'u' -> Verdict.UNAVAILABLE;
            case 'n' -> Verdict.NOT_READY;
            case 'f' -> Verdict.FAILED;
            case 't' -> Verdict.TOO_MANY_SERIES;
            default -> throw new AssertionError(letter);
        };
    }

    /// What each node says, as letters: ok, conflict, invalid, unavailable, not ready, failed, too many; `-` for no answer.
    @ParameterizedTest
    @CsvSource({"3, ooo, STORED", "3, ooc, STORED", "3, oou, STORED", "3, oo-, STORED", "3, occ, CONFLICT",
        "3, ccu, CONFLICT", "3, cc-, CONFLICT",
        "3, cuo, UNAVAILABLE", "3, cuu, UNAVAILABLE", "3, ouu, UNAVAILABLE", "3, ou-, UNAVAILABLE",
        "3, o--, UNAVAILABLE", "3, uuu, UNAVAILABLE",
        "3, nnu, NOT_READY", "3, ffo, FAILED", "3, tto, TOO_MANY_SERIES", "3, iio, INVALID", "3, ico, CONFLICT",
        "5, ooouu, STORED", "5, ooccc, CONFLICT",
        "5, oouuu, UNAVAILABLE", "5, oocuu, UNAVAILABLE", "1, o, STORED", "1, c, CONFLICT", "1, u, UNAVAILABLE",
        "1, i, INVALID", "2, ou, STORED",
        "2, oc, STORED", "2, o-, STORED", "2, cc, CONFLICT", "2, uu, UNAVAILABLE", "2, cu, UNAVAILABLE"})
    void comesToTheVerdictThatThanosComesTo(int replicationFactor, String answers, Verdict expected) throws Exception {
        var quorum = new Quorum(new Quorum.Rule[]{Quorum.Rule.of(replicationFactor)}, replicationFactor);
        for (char answer : answers.toCharArray()) {
            if (answer != '-') {
                quorum.told(FIRST, 1, series -> verdict(answer), answer == 'o' ? "" : "node " + answer);
            }
        }
        quorum.await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(answers.contains("-") ? 1 : 10_000));
        assertThat(quorum.of(0)).isEqualTo(expected);
        assertThat(quorum.worst()).isEqualTo(expected);
    }

    @Test
    void needsAMajorityButOneOfTwo() {
        assertThat(Arrays.stream(new int[]{1, 2, 3, 4, 5}).map(factor -> Quorum.Rule.of(factor).needed()))
                .containsExactly(1, 1, 2, 3, 3);
    }

    @Test
    void doesNotWaitForTheSlowest() throws Exception {
        var quorum = new Quorum(new Quorum.Rule[]{Quorum.Rule.of(3), Quorum.Rule.of(3)}, 3);
        int[] both = {0, 1};
        quorum.told(both, 2, series -> Verdict.STORED, "");
        quorum.told(both, 2, series -> Verdict.STORED, "");
        long start = System.nanoTime();
        quorum.await(start + TimeUnit.MINUTES.toNanos(1));
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
        assertThat(quorum.reasons()).isEmpty();
    }

    @Test
    void waitsAsLongAsOneSeriesMaySucceed() throws Exception {
        var quorum = new Quorum(new Quorum.Rule[]{Quorum.Rule.of(3), Quorum.Rule.of(3)}, 3);
        int[] both = {0, 1};
        quorum.told(both, 2, series -> series == 0 ? Verdict.STORED : Verdict.UNAVAILABLE, "a: down");
        quorum.told(both, 2, series -> Verdict.STORED, "");
        Thread last = Thread.ofVirtual().start(() -> quorum.told(both, 2, series -> Verdict.STORED, ""));
        quorum.await(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        last.join();
        assertThat(quorum.worst()).isEqualTo(Verdict.STORED);
    }

    @Test
    void weighsOutagesMoreThanConflictsOverSeries() {
        var quorum = new Quorum(new Quorum.Rule[]{Quorum.Rule.of(3), Quorum.Rule.of(3), null}, 3);
        int[] both = {0, 1};
        for (int i = 0; i < 3; i++) {
            quorum.told(both, 2, series -> series == 0 ? Verdict.CONFLICT : Verdict.UNAVAILABLE, "x");
        }
        assertThat(quorum.of(0)).isEqualTo(Verdict.CONFLICT);
        assertThat(quorum.worst()).isEqualTo(Verdict.UNAVAILABLE);
        assertThat(quorum.shortfall()).isEqualTo("0 of 2 required");
    }

    @Test
    void saysWhoHasNotAnswered() throws Exception {
        var quorum = new Quorum(new Quorum.Rule[]{Quorum.Rule.of(3)}, 3);
        quorum.told(FIRST, 1, series -> Verdict.STORED, "");
        quorum.await(System.nanoTime());
        assertThat(quorum.reasons()).containsExactly("2 nodes have not answered in time");
        assertThat(quorum.shortfall()).isEqualTo("1 of 2 required");
    }
}
