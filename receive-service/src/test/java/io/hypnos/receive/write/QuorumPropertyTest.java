package io.hypnos.receive.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/// What holds for any answers of any number of nodes, in any order.
class QuorumPropertyTest {

    private static final int ROUNDS = 5_000;
    private static final Verdict[] SAID = {Verdict.STORED, Verdict.STORED, Verdict.STORED, Verdict.CONFLICT,
        Verdict.INVALID, Verdict.UNAVAILABLE,
        Verdict.NOT_READY, Verdict.TOO_MANY_SERIES, Verdict.FAILED};

    private final long seed = Long.getLong("hypnos.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /// Answers of each node to each series.
    private record Round(int factor, int series, List<Verdict[]> nodes) {

        int count(int number, Verdict verdict) {
            return (int) nodes.stream().filter(answers -> answers[number] == verdict).count();
        }
    }

    private Round round(Verdict... said) {
        int factor = 1 + random.nextInt(7);
        int series = 1 + random.nextInt(4);
        var nodes = new ArrayList<Verdict[]>();
        for (int node = 0; node < factor; node++) {
            var answers = new Verdict[series];
            for (int i = 0; i < series; i++) {
                answers[i] = said[random.nextInt(said.length)];
            }
            nodes.add(answers);
        }
        return new Round(factor, series, nodes);
    }

    private static Quorum quorum(Round round) {
        var rules = new Quorum.Rule[round.series()];
        Arrays.fill(rules, Quorum.Rule.of(round.factor()));
        return new Quorum(rules, round.factor());
    }

    private static void tell(Quorum quorum, Verdict[] answers) {
        int[] numbers = new int[answers.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        quorum.told(numbers, numbers.length, number -> answers[number], "");
    }

    @Test
    void isStoredExactlyWhenEnoughNodesHaveIt() {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round(SAID);
            Quorum quorum = quorum(round);
            round.nodes().forEach(answers -> tell(quorum, answers));
            int needed = Quorum.Rule.of(round.factor()).needed();
            for (int number = 0; number < round.series(); number++) {
                assertThat(quorum.of(number) == Verdict.STORED).as("seed %d, %s", seed, round)
                        .isEqualTo(round.count(number, Verdict.STORED) >= needed);
            }
        }
    }

    @Test
    void callsItFinalOnlyWhenTooFewNodesCouldStillTakeIt() {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round(SAID);
            Quorum quorum = quorum(round);
            round.nodes().forEach(answers -> tell(quorum, answers));
            int needed = Quorum.Rule.of(round.factor()).needed();
            for (int number = 0; number < round.series(); number++) {
                int refused = round.count(number, Verdict.CONFLICT) + round.count(number, Verdict.INVALID);
                assertThat(quorum.of(number).isFinal()).as("seed %d, %s", seed, round)
                        .isEqualTo(refused > round.factor() - needed);
            }
        }
    }

    @Test
    void doesNotDependOnTheOrderOfAnswers() {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round(SAID);
            Quorum first = quorum(round);
            round.nodes().forEach(answers -> tell(first, answers));
            Collections.shuffle(round.nodes(), random);
            Quorum second = quorum(round);
            round.nodes().forEach(answers -> tell(second, answers));
            assertThat(second.worst()).as("seed %d", seed).isEqualTo(first.worst());
        }
    }

    @Test
    void answersEarlyOnlyWithWhatStaysTrue() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round(Verdict.STORED, Verdict.STORED, Verdict.CONFLICT, Verdict.UNAVAILABLE);
            Quorum quorum = quorum(round);
            int told = 0;
            Verdict early = null;
            for (Verdict[] answers : round.nodes()) {
                tell(quorum, answers);
                told++;
                if (early == null && told < round.factor() && isDecided(quorum)) {
                    early = quorum.worst();
                }
            }
            if (early != null) {
                assertThat(quorum.worst()).as("seed %d, %s", seed, round).isEqualTo(early);
            }
        }
    }

    /// Whether nobody waits any more, though nodes have not answered.
    private static boolean isDecided(Quorum quorum) throws InterruptedException {
        int before = quorum.reasons().size();
        quorum.await(System.nanoTime() - 1);
        return quorum.reasons().size() == before;
    }
}
