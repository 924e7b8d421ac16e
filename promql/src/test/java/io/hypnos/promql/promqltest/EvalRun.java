package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.naive.NaiveResult;
import io.hypnos.promql.naive.NaiveSeries;
import io.hypnos.promql.naive.NaiveValue;
import io.hypnos.promql.naive.Point;
import io.hypnos.promql.parse.Parser;
import io.hypnos.promql.promqltest.Expectations.TextMatch;
import io.hypnos.series.labels.Labels;

/// Runs one eval. An instant eval has to give the same when its selectors are pinned by `@` and it is evaluated at other times, and each
/// of these has to give the same as the middle step of a range query.
final class EvalRun {

    private static final Pattern QUERY_TIMES = Pattern.compile("(start|end|range|step)\\(\\)");
    private static final long MINUTE = 60_000;

    private final Command.Eval eval;
    private final Expectations expected;
    private final ScriptStorage storage;
    private final Evaluator evaluator;

    EvalRun(Command.Eval eval, ScriptStorage storage, Evaluator evaluator) {
        this.eval = eval;
        this.expected = eval.expectations();
        this.storage = storage;
        this.evaluator = evaluator;
    }

    /// @throws AssertionError when the engine gives something else than the script expects
    void run() {
        runOnce();
        if (!eval.times().range()) {
            runPinned(eval.times().end());
        }
    }

    /// The same without the re-runs at other times.
    void runOnce() {
        if (eval.times().range()) {
            range();
        } else {
            instant(eval.expr(), eval.times().end());
        }
    }

    private void runPinned(long time) {
        Expr pinned = pinned(time);
        if (pinned == null) {
            return;
        }
        for (long other : time == 0
                ? new long[]{-1000, 0, 1000}
                : new long[]{-10 * time, 0, time / 5, time, 10 * time}) {
            try {
                instant(pinned.toString(), other);
            } catch (AssertionError e) {
                throw new AssertionError("re-run of " + pinned + " at " + other + ": " + e.getMessage(), e);
            }
        }
    }

    private @Nullable Expr pinned(long time) {
        try {
            return PinnedExpression.of(Parser.parse(eval.expr(), ParserOptions.EVERYTHING), time);
        } catch (QueryException e) {
            // Then it has failed as expected.
            return null;
        }
    }

    private void range() {
        Command.Times times = eval.times();
        NaiveResult result;
        try {
            result = evaluator.range(eval.expr(), times.start(), times.end(), times.step(), storage);
        } catch (QueryException e) {
            checkFailure(e);
            return;
        }
        requireNoFailureExpected();
        new ResultCheck(eval).check(result);
    }

    private void requireNoFailureExpected() {
        if (expected.failure != null) {
            throw new AssertionError("expected a failure matching " + expected.failure + " but there was none");
        }
    }

    private void checkFailure(QueryException e) {
        TextMatch failure = expected.failure;
        if (failure == null) {
            throw new AssertionError("unexpected failure: " + e.getMessage(), e);
        }
        if (!failure.matches(String.valueOf(e.getMessage()))) {
            throw new AssertionError("expected a failure matching " + failure + " but got: " + e.getMessage(), e);
        }
    }

    private void instant(String query, long time) {
        NaiveResult result;
        try {
            result = evaluator.instant(query, time, storage);
        } catch (QueryException e) {
            checkFailure(e);
            return;
        }
        requireNoFailureExpected();
        new ResultCheck(eval).check(result);
        boolean hasNoRange = expected.string != null || expected.rangeVector || expected.ordered
                || QUERY_TIMES.matcher(query).find();
        if (!hasNoRange) {
            middleOfRange(query, time, result.value());
        }
    }

    private void middleOfRange(String query, long time, NaiveValue instant) {
        NaiveResult result;
        try {
            result = evaluator.range(query, time - MINUTE, time + MINUTE, MINUTE, storage);
        } catch (QueryException e) {
            throw new AssertionError("range query around " + time + " failed: " + e.getMessage(), e);
        }
        List<NaiveSeries> middle = new ArrayList<>();
        for (NaiveSeries series : ((NaiveValue.Matrix) result.value()).series()) {
            for (Point point : series.points()) {
                if (point.time() == time) {
                    middle.add(new NaiveSeries(series.labels(), false, List.of(point)));
                }
            }
        }
        NaiveValue value = instant instanceof NaiveValue.Scalar
                ? new NaiveValue.Scalar(scalar(middle))
                : new NaiveValue.Vector(middle);
        try {
            new ResultCheck(eval).check(value);
        } catch (AssertionError e) {
            throw new AssertionError("as the middle of a range query: " + e.getMessage(), e);
        }
    }

    private static double scalar(List<NaiveSeries> middle) {
        if (middle.size() != 1 || !middle.getFirst().labels().equals(Labels.EMPTY)) {
            throw new AssertionError("a scalar became " + middle);
        }
        return middle.getFirst().points().getFirst().value();
    }
}
