package io.hypnos.promql.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.naive.Point;
import io.hypnos.promql.parse.Parser;
import io.hypnos.series.labels.Labels;

/// Makes a failing question smaller as long as it fails: the expression, the steps, the series, the samples.
final class Minimizer {

    private static final int MAX_TRIES = 3000;

    private final BiPredicate<Question, Map<Labels, List<Point>>> fails;
    private Question question;
    private Map<Labels, List<Point>> data;
    private int tries;

    Minimizer(Question question, Map<Labels, List<Point>> data,
            BiPredicate<Question, Map<Labels, List<Point>>> fails) {
        this.question = question;
        this.data = data;
        this.fails = fails;
    }

    void run() {
        shrinkExpression();
        shrinkSteps();
        shrinkSeries();
        shrinkSamples();
        shrinkExpression();
    }

    Question question() {
        return question;
    }

    Map<Labels, List<Point>> data() {
        return data;
    }

    private boolean stillFails(Question other, Map<Labels, List<Point>> otherData) {
        return tries++ < MAX_TRIES && fails.test(other, otherData);
    }

    private void shrinkExpression() {
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (String candidate : SmallerExpressions.of(Parser.parse(question.expr(), ParserOptions.EVERYTHING))) {
                if (candidate.length() < question.expr().length() && parses(candidate)
                        && stillFails(question.withExpr(candidate), data)) {
                    question = question.withExpr(candidate);
                    smaller = true;
                    break;
                }
            }
        }
    }

    private static boolean parses(String candidate) {
        try {
            Parser.parse(candidate, ParserOptions.EVERYTHING);
            return true;
        } catch (QueryException e) {
            return false;
        }
    }

    private void shrinkSteps() {
        if (!question.range()) {
            return;
        }
        boolean smaller = true;
        while (smaller && question.end() - question.start() >= question.step()) {
            Question fromLater = question.withTimes(question.start() + question.step(), question.end());
            Question toEarlier = question.withTimes(question.start(), question.end() - question.step());
            smaller = false;
            for (Question candidate : List.of(fromLater, toEarlier)) {
                if (!smaller && stillFails(candidate, data)) {
                    question = candidate;
                    smaller = true;
                }
            }
        }
    }

    private void shrinkSeries() {
        for (Labels labels : List.copyOf(data.keySet())) {
            var fewer = new LinkedHashMap<>(data);
            fewer.remove(labels);
            if (stillFails(question, fewer)) {
                data = fewer;
            }
        }
    }

    private void shrinkSamples() {
        for (Labels labels : List.copyOf(data.keySet())) {
            for (int size = data.get(labels).size(); size >= 1; size /= 2) {
                for (int from = 0; from < data.get(labels).size();) {
                    List<Point> points = new ArrayList<>(data.get(labels));
                    points.subList(from, Math.min(points.size(), from + size)).clear();
                    var fewer = new LinkedHashMap<>(data);
                    fewer.put(labels, points);
                    if (stillFails(question, fewer)) {
                        data = fewer;
                    } else {
                        from += size;
                    }
                }
            }
        }
    }
}
