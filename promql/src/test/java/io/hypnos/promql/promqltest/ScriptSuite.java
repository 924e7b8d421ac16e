package io.hypnos.promql.promqltest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/// All scripts of some directories as tests: one for each eval, named `file:line expression`.
final class ScriptSuite {

    private final Evaluator evaluator;
    /// Evals, as `file:line`, that the evaluator is known not to pass.
    private final Set<String> exceptions;
    private final boolean repeat;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    /// @param repeat whether evals are run again at other times
    ScriptSuite(Evaluator evaluator, Set<String> exceptions, boolean repeat) {
        this.evaluator = evaluator;
        this.repeat = repeat;
        this.exceptions = exceptions;
    }

    /// How the evals of one file went.
    private static final class Tally {
        private int passed;
        private int failed;
        private int excepted;
    }

    /// Third-party scripts: `-Dpromqltest.dir`, else those of the test data. Aborted where there are none.
    static Path givenScripts() {
        String own = System.getProperty("promqltest.dir", "");
        Path directory = own.isEmpty()
                ? Path.of(System.getProperty("hypnos.testdata", "")).resolve("promqltest")
                : Path.of(own);
        Assumptions.assumeTrue(Files.isDirectory(directory), "no promqltest scripts at " + directory);
        return directory;
    }

    /// The scripts of this module.
    static Path ownScripts() {
        return Path.of("src/test/resources/promql");
    }

    Stream<DynamicNode> tests(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".test")).sorted().map(this::testsOf).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DynamicNode testsOf(Path file) {
        String name = file.getFileName().toString();
        var tally = tallies.computeIfAbsent(name, n -> new Tally());
        List<DynamicNode> tests = new ArrayList<>();
        try {
            ScriptStorage storage = ScriptStorage.EMPTY;
            for (Command command : ScriptParser.parse(Files.readString(file))) {
                switch (command) {
                    case Command.Clear clear -> storage = ScriptStorage.EMPTY;
                    case Command.Load load -> storage = storage.with(load);
                    case Command.Eval eval -> tests.add(test(file, name, eval, storage, tally));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ScriptException e) {
            tests.add(DynamicTest.dynamicTest(name + " cannot be read", () -> {
                tally.failed++;
                throw e;
            }));
        }
        return DynamicContainer.dynamicContainer(name, file.toUri(), tests.stream());
    }

    private DynamicTest test(Path file, String name, Command.Eval eval, ScriptStorage storage, Tally tally) {
        var uri = URI.create(file.toUri() + "?line=" + eval.line());
        return DynamicTest.dynamicTest(name + ":" + eval.line() + " " + eval.expr(), uri, () -> {
            boolean excepted = exceptions.contains(name + ":" + eval.line());
            try {
                var run = new EvalRun(eval, storage, evaluator);
                if (repeat) {
                    run.run();
                } else {
                    run.runOnce();
                }
            } catch (AssertionError | RuntimeException e) {
                if (excepted) {
                    tally.excepted++;
                    throw new TestAbortedException("known exception: " + e.getMessage(), e);
                }
                tally.failed++;
                throw e;
            }
            tally.passed++;
            if (excepted) {
                throw new AssertionError("passes although it is listed as an exception");
            }
        });
    }

    /// One line for each file.
    String summary() {
        var text = new StringBuilder();
        var all = new Tally();
        tallies.forEach((name, tally) -> {
            all.passed += tally.passed;
            all.failed += tally.failed;
            all.excepted += tally.excepted;
            text.append(line(name, tally));
        });
        return text.append(line("all", all)).toString();
    }

    private static String line(String name, Tally tally) {
        return String.format("%-28s %5d passed %5d failed %5d excepted%n", name, tally.passed, tally.failed,
                tally.excepted);
    }
}
