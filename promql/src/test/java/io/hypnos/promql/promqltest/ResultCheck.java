package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.NaiveResult;
import io.hypnos.promql.naive.NaiveSeries;
import io.hypnos.promql.naive.NaiveValue;
import io.hypnos.promql.naive.Point;
import io.hypnos.promql.promqltest.Expectations.TextMatch;

/// Compares what an engine gave with what a script expects.
final class ResultCheck {

    private final Command.Eval eval;
    private final Expectations expected;

    ResultCheck(Command.Eval eval) {
        this.eval = eval;
        this.expected = eval.expectations();
    }

    /// @throws AssertionError for a difference
    void check(NaiveResult result) {
        checkRemarks("warning", expected.warnings, expected.noWarnings, result.warnings());
        checkRemarks("info", expected.infos, expected.noInfos, result.infos());
        check(result.value());
    }

    void check(NaiveValue value) {
        switch (value) {
            case NaiveValue.Text text -> require(text.value().equals(expected.string),
                    "expected the string " + expected.string + " but got \"" + text.value() + "\"");
            case NaiveValue.Scalar scalar -> checkScalar(scalar.value());
            case NaiveValue.Vector vector -> checkVector(vector.series());
            case NaiveValue.Matrix matrix -> checkMatrix(matrix.series());
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }

    /// Once one remark is expected, all that come have to be.
    private static void checkRemarks(String kind, List<TextMatch> wanted, boolean none, List<String> actual) {
        require(!none || actual.isEmpty(), "unexpected " + kind + ": " + actual);
        for (TextMatch match : wanted) {
            require(actual.stream().anyMatch(match::matches),
                    "expected a " + kind + " matching " + match + ", found " + actual);
        }
        if (!wanted.isEmpty()) {
            for (String text : actual) {
                require(wanted.stream().anyMatch(m -> m.matches(text)), "unexpected " + kind + ": " + text);
            }
        }
    }

    private void checkScalar(double value) {
        require(expected.scalar != null, "got the scalar " + value + " where none is expected");
        require(expected.scalar != null && AlmostEqual.SCRIPT.test(expected.scalar, value),
                "expected the scalar " + expected.scalar + " but got " + value);
    }

    private void checkVector(List<NaiveSeries> series) {
        require(expected.scalar == null, "expected a scalar but got a vector " + series);
        List<String> order = new ArrayList<>();
        expected.series.keySet().forEach(labels -> order.add(labels.toString()));
        for (int i = 0; i < series.size(); i++) {
            NaiveSeries one = series.get(i);
            List<SequenceValue> values = expected.series.get(one.labels());
            require(values != null, "unexpected series " + show(one) + " in " + showAll(series));
            require(!expected.ordered || order.indexOf(one.labels().toString()) == i,
                    one.labels() + " is at position " + (i + 1) + ", in " + showAll(series));
            checkPoint(one, values == null ? SequenceValue.GAP : values.getFirst(), one.points().getFirst());
        }
        requireAll(series);
    }

    private void requireAll(List<NaiveSeries> series) {
        expected.series.keySet().forEach(
                labels -> require(series.stream().anyMatch(s -> s.labels().equals(labels)),
                        "expected series " + labels + " is not there, got " + showAll(series)));
    }

    private static void checkPoint(NaiveSeries series, SequenceValue wanted, Point point) {
        NaiveHistogram expected = wanted.histogram();
        NaiveHistogram actual = point.histogram();
        String at = series.labels() + " at " + point.time() + ": expected " + show(wanted) + " but got " + show(point);
        require((expected == null) == (actual == null), at);
        if (expected == null || actual == null) {
            require(AlmostEqual.SCRIPT.test(wanted.value(), point.value()), at);
            return;
        }
        require(AlmostEqual.SCRIPT.test(expected, actual), at);
        require(!wanted.hintStated() || expected.hint() == actual.hint(),
                at + ": hint " + expected.hint() + " but got " + actual.hint());
    }

    private void checkMatrix(List<NaiveSeries> series) {
        require(!expected.ordered, "expected an ordered result but got a matrix");
        require(expected.scalar == null, "expected a scalar but got a matrix");
        for (int i = 1; i < series.size(); i++) {
            require(series.get(i - 1).labels().compareTo(series.get(i).labels()) <= 0,
                    "the series are not in the order of their labels: " + showAll(series));
        }
        for (NaiveSeries one : series) {
            List<SequenceValue> values = expected.series.get(one.labels());
            require(values != null, "unexpected series " + show(one));
            if (values != null) {
                checkPoints(one, values);
            }
        }
        requireAll(series);
    }

    private void checkPoints(NaiveSeries series, List<SequenceValue> values) {
        Command.Times times = eval.times();
        List<Point> points = series.points();
        int next = 0;
        for (int i = 0; i < values.size(); i++) {
            long time = times.start() + i * times.step();
            require(time <= times.end(), "more values are expected of " + series.labels() + " than there are steps");
            if (values.get(i).gap()) {
                continue;
            }
            require(next < points.size(), "too few points: expected " + show(values) + " but got " + show(series));
            Point point = points.get(next++);
            require(point.time() == time, "expected a point at " + time + " but got " + show(series));
            checkPoint(series, values.get(i), point);
        }
        require(next == points.size(), "too many points: expected " + show(values) + " but got " + show(series));
    }

    private static String showAll(List<NaiveSeries> series) {
        return String.join("; ", series.stream().map(ResultCheck::show).toList());
    }

    private static String show(NaiveSeries series) {
        return series.labels() + " " + String.join(" ", series.points().stream()
                .map(p -> show(p) + "@" + p.time()).toList());
    }

    private static String show(Point point) {
        return point.histogram() == null ? String.valueOf(point.value()) : point.histogram().toString();
    }

    private static String show(List<SequenceValue> values) {
        return String.join(" ", values.stream().map(ResultCheck::show).toList());
    }

    private static String show(SequenceValue value) {
        if (value.gap()) {
            return "_";
        }
        return value.histogram() == null ? String.valueOf(value.value()) : value.histogram().toString();
    }
}
