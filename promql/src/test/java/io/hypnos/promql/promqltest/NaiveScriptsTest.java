package io.hypnos.promql.promqltest;

import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.naive.NaiveEvaluator;
import io.hypnos.promql.naive.NaiveResult;

/// The scripts against the naive evaluator, which has to be right to be an oracle. `-Dpromqltest.naive.repeat=true` repeats evals at other times.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NaiveScriptsTest {

    private final ScriptSuite suite = new ScriptSuite(new Naive(new NaiveEvaluator(EngineOptions.EVERYTHING)),
            Set.of(), Boolean.getBoolean("promqltest.naive.repeat"));

    @TestFactory
    Stream<DynamicNode> answersTheGivenScripts() {
        return suite.tests(ScriptSuite.givenScripts());
    }

    @TestFactory
    Stream<DynamicNode> answersOurScripts() {
        return suite.tests(ScriptSuite.ownScripts());
    }

    @AfterAll
    void printSummary() {
        System.out.println("promqltest, naive evaluator\n" + suite.summary());
    }

    private record Naive(NaiveEvaluator evaluator) implements Evaluator {

        @Override
        public NaiveResult instant(String query, long time, ScriptStorage storage) {
            return evaluator.instant(query, time, storage);
        }

        @Override
        public NaiveResult range(String query, long start, long end, long step, ScriptStorage storage) {
            return evaluator.range(query, start, end, step, storage);
        }
    }
}
