package io.hypnos.promql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.EngineOptions.Feature;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.naive.NaiveEvaluator;
import io.hypnos.promql.naive.Point;
import io.hypnos.promql.promqltest.EngineEvaluator;
import io.hypnos.promql.promqltest.Evaluator;
import io.hypnos.promql.promqltest.ScriptStorage;
import io.hypnos.series.labels.Labels;

/// The engine against the naive evaluator. `-Dfuzz.rounds` says how many queries are asked (1 000 unless given), `-Dfuzz.seed` where they
/// begin; the seed of a failure, given again with one round, repeats it.
class RandomExpressionsTest {

    private static final int REPORTED = 10;
    private static final int ROUNDS_PER_DATA = 200;

    private static final EngineOptions LATE_NAMES = EngineOptions.EVERYTHING;
    private static final EngineOptions EARLY_NAMES = EngineOptions.EVERYTHING.withFeatures(
            EnumSet.of(Feature.AT_MODIFIER, Feature.NEGATIVE_OFFSET, Feature.START_TIMESTAMPS));

    /// A data set and who is asked about it.
    private static final class Bench {

        private final Map<Labels, List<Point>> data;
        private final ScriptStorage storage;
        private final EngineOptions options;

        Bench(long seed) {
            data = RandomData.of(seed);
            storage = ScriptStorage.of(data);
            options = seed % 2 == 0 ? LATE_NAMES : EARLY_NAMES;
        }

        private Answer ask(Evaluator evaluator, Question question, ScriptStorage storage) {
            return Answer.of(() -> question.range()
                    ? evaluator.range(question.expr(), question.start(), question.end(), question.step(), storage)
                    : evaluator.instant(question.expr(), question.end(), storage));
        }

        Answer naive(Question question, ScriptStorage storage) {
            var naive = new NaiveEvaluator(options);
            return Answer.of(() -> question.range()
                    ? naive.range(question.expr(), question.start(), question.end(), question.step(), storage)
                    : naive.instant(question.expr(), question.end(), storage));
        }

        @Nullable
        String difference(Question question, ScriptStorage storage) {
            return naive(question, storage)
                    .difference(ask(new EngineEvaluator(new QueryEngine(options)), question, storage));
        }
    }

    private static Question question(long seed) {
        var dice = new Dice(seed);
        boolean range = dice.oneIn(2);
        String expr = new RandomExpressions(dice).next(range);
        long start = dice.pick(0L, 300_000L, 600_000L, 601_234L, 1_500_000L, 60_000L, 900_000L, 900_000L);
        long step = dice.pick(15_000L, 60_000L, 30_000L, 7_000L, 300_000L);
        long end = Math.max(start, Math.min(start + step * dice.below(25), 2_400_000))
                + dice.pick(0L, 0L, 1L, step - 1);
        return range ? new Question(expr, true, start, end, step) : new Question(expr, false, end, end, 0);
    }

    @Test
    void answersAsTheNaiveEvaluatorDoes() {
        long rounds = Long.getLong("fuzz.rounds", 1_000);
        long first = Long.getLong("fuzz.seed", 1);
        Map<Long, String> failures = new LinkedHashMap<>();
        int empty = 0;
        Bench bench = null;
        for (long seed = first; seed < first + rounds && failures.size() < REPORTED; seed++) {
            if (bench == null || seed % ROUNDS_PER_DATA == 0) {
                bench = new Bench(seed / ROUNDS_PER_DATA);
            }
            Question question = question(seed);
            empty += bench.naive(question, bench.storage).isEmpty() ? 1 : 0;
            if (bench.difference(question, bench.storage) != null) {
                failures.put(seed, report(bench, question, seed));
            }
        }
        System.out.println("random expressions: " + empty + " of " + rounds + " answers are empty");
        assertThat(failures.values()).withFailMessage(() -> String.join("\n\n", failures.values())).isEmpty();
        assertThat(empty).as("empty answers, which prove little").isLessThan((int) rounds / 2 + 10);
    }

    private static String report(Bench bench, Question question, long seed) {
        var minimizer = new Minimizer(question, bench.data,
                (q, data) -> bench.difference(q, ScriptStorage.of(data)) != null);
        minimizer.run();
        return "seed " + seed + ", " + (bench.options == LATE_NAMES ? "delayed name removal" : "names dropped at once")
                + "\n" + question + "\nsmaller:\n" + DataText.of(minimizer.data()) + "\n" + minimizer.question()
                + "\n# "
                + bench.difference(minimizer.question(), ScriptStorage.of(minimizer.data()));
    }
}
