package io.hypnos.promql.promqltest;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryLimits;

/// The scripts against the engine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineScriptsTest {

    private final ScriptSuite given = new ScriptSuite(engine(10_000), Set.of());
    private final ScriptSuite own = new ScriptSuite(engine(1_000_000), Set.of());

    private static Evaluator engine(long maxSamples) {
        return new EngineEvaluator(
                new QueryEngine(EngineOptions.EVERYTHING.withLimits(new QueryLimits(maxSamples))));
    }

    @TestFactory
    Stream<DynamicNode> answersTheGivenScripts() {
        return given.tests(ScriptSuite.givenScripts());
    }

    @TestFactory
    Stream<DynamicNode> answersOurScripts() {
        return own.tests(ScriptSuite.ownScripts());
    }

    /// Thanos' functions, which the naive evaluator does not know.
    @TestFactory
    Stream<DynamicNode> answersWhatOnlyTheEngineKnows() {
        return own.tests(Path.of("src/test/resources/promql-x"));
    }

    @AfterAll
    void printSummary() {
        System.out.println("promqltest, engine\n" + given.summary() + own.summary());
    }
}
