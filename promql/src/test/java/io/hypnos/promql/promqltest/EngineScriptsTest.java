package io.hypnos.promql.promqltest;

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

    /// The syntax tree does not keep bytes that are no UTF-8, so that this expression cannot be written down again with `@`.
    private static final Set<String> EXCEPTIONS = Set.of("aggregators.test:432");

    private final ScriptSuite suite = new ScriptSuite(
            new EngineEvaluator(new QueryEngine(EngineOptions.EVERYTHING.withLimits(new QueryLimits(10_000)))),
            EXCEPTIONS);

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
}
