package io.hypnos.promql.fuzz;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.NaiveResult;
import io.hypnos.promql.naive.NaiveSeries;
import io.hypnos.promql.naive.NaiveValue;
import io.hypnos.promql.naive.Point;
import io.hypnos.promql.promqltest.AlmostEqual;
import io.hypnos.series.labels.Labels;

/// What came of a question: a result, or a failure.
record Answer(@Nullable NaiveResult result, @Nullable RuntimeException failure) {

    private static final AlmostEqual EQUAL = new AlmostEqual(1e-12);

    static Answer of(Supplier<NaiveResult> question) {
        try {
            return new Answer(question.get(), null);
        } catch (RuntimeException e) {
            return new Answer(null, e);
        }
    }

    boolean isEmpty() {
        return result != null && switch (result.value()) {
            case NaiveValue.Vector v -> v.series().isEmpty();
            case NaiveValue.Matrix m -> m.series().isEmpty();
            case NaiveValue.Scalar s -> false;
            case NaiveValue.Text t -> false;
        };
    }

    /// Why `other` is not the same answer, or null when it is. Where remarks point to is not compared.
    @Nullable
    String difference(Answer other) {
        if (failure != null || other.failure != null) {
            return failureDifference(other);
        }
        NaiveResult expected = Objects.requireNonNull(result);
        NaiveResult actual = Objects.requireNonNull(other.result);
        String value = difference(expected.value(), actual.value());
        if (value != null) {
            return value;
        }
        Set<String> wanted = kinds(expected);
        Set<String> given = kinds(actual);
        boolean someOfPairs = wanted.stream().anyMatch(Answer::isOfPairs);
        if (given.containsAll(wanted)
                && given.stream().allMatch(r -> wanted.contains(r) || someOfPairs && isOfPairs(r))) {
            return null;
        }
        return "remarks: expected " + wanted + " but got " + given;
    }

    /// Histograms that are read without their buckets have hints which depend on where reading began; and whether buckets add up to the count
    /// is a matter of the last bit.
    private static boolean isUndetermined(String remark) {
        return remark.contains("conflicting counter resets during histogram aggregation")
                || remark.contains("NaN observations, which are excluded")
                || remark.contains("NaN observations, result is skewed");
    }

    /// Of all remarks on the pairs of one step, Prometheus keeps the last, which depends on the order of its hash maps.
    private static boolean isOfPairs(String remark) {
        return remark.contains("binary operator") || remark.matches(".*during (histogram )?(addition|subtraction).*");
    }

    private @Nullable String failureDifference(Answer other) {
        if (!(other.failure instanceof QueryException) && other.failure != null) {
            return "crash: " + other.failure;
        }
        String expected = failure == null ? "a result" : kind(failure);
        String actual = other.failure == null ? "a result" : kind(other.failure);
        return expected.equals(actual) ? null : "expected " + expected + " but got " + actual;
    }

    /// Which of several mistakes is found first depends on the order of evaluation, so that messages are not compared.
    private static String kind(RuntimeException failure) {
        return failure.getClass().getSimpleName();
    }

    /// The texts without what depends on position and extent.
    private static Set<String> kinds(NaiveResult result) {
        Set<String> kinds = new TreeSet<>();
        Stream.concat(result.warnings().stream(), result.infos().stream()).forEach(r -> kinds
                .add(r.replaceFirst("(, from buckets .*| \\([0-9]+ occurrences\\).*| \\([0-9]+:[0-9]+\\))$", "")));
        kinds.removeIf(Answer::isUndetermined);
        return kinds;
    }

    private static @Nullable String difference(NaiveValue expected, NaiveValue actual) {
        if (!expected.getClass().equals(actual.getClass())) {
            return "expected " + expected + " but got " + actual;
        }
        return switch (expected) {
            case NaiveValue.Scalar s -> EQUAL.test(s.value(), ((NaiveValue.Scalar) actual).value())
                    ? null
                    : "expected " + expected + " but got " + actual;
            case NaiveValue.Text t -> expected.equals(actual) ? null : "expected " + expected + " but got " + actual;
            case NaiveValue.Vector v -> difference(v.series(), ((NaiveValue.Vector) actual).series());
            case NaiveValue.Matrix m -> difference(m.series(), ((NaiveValue.Matrix) actual).series());
        };
    }

    private static @Nullable String difference(List<NaiveSeries> expected, List<NaiveSeries> actual) {
        Map<Labels, NaiveSeries> byLabels = new HashMap<>();
        for (NaiveSeries series : actual) {
            if (byLabels.put(series.labels(), series) != null) {
                return "the series " + series.labels() + " comes twice";
            }
        }
        for (NaiveSeries series : expected) {
            NaiveSeries other = byLabels.remove(series.labels());
            if (other == null) {
                return "missing series " + series.labels() + " " + show(series.points());
            }
            if (!same(series.points(), other.points())) {
                return series.labels() + ": expected " + show(series.points()) + " but got " + show(other.points());
            }
        }
        return byLabels.isEmpty() ? null : "unexpected series " + byLabels.values().iterator().next();
    }

    private static boolean same(List<Point> a, List<Point> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i).time() != b.get(i).time() || !same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Point a, Point b) {
        NaiveHistogram left = a.histogram();
        NaiveHistogram right = b.histogram();
        if (left == null || right == null) {
            return left == null && right == null && EQUAL.test(a.value(), b.value());
        }
        return EQUAL.test(left, right) && left.hint() == right.hint();
    }

    private static String show(List<Point> points) {
        return String.join(" ", points.stream()
                .map(p -> (p.histogram() == null
                        ? String.valueOf(p.value())
                        : p.histogram() + " " + p.histogram().hint())
                        + "@" + p.time())
                .toList());
    }
}
