package io.hypnos.acceptance.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/// Compares answers of two servers about the same samples, one of which adds external labels.
public final class Answers {

    /// Sums may be added up in another order.
    private static final double TOLERANCE = 1e-12;

    private final Set<String> external;

    /// @param external labels that only the server under test adds
    public Answers(Set<String> external) {
        this.external = Set.copyOf(external);
    }

    /// Fails unless two answers to a query say the same: the same series with the same samples, in whatever order the series are.
    public void assertSameResult(String expression, JsonNode ours, JsonNode theirs) {
        assertThat(ours.get("resultType").asString()).as(expression).isEqualTo(theirs.get("resultType").asString());
        switch (theirs.get("resultType").asString()) {
            case "scalar", "string" -> assertSamePoint(expression, ours.get("result"), theirs.get("result"));
            default -> assertSameSeries(expression, ours.get("result"), theirs.get("result"));
        }
    }

    private void assertSameSeries(String expression, JsonNode ours, JsonNode theirs) {
        Map<String, JsonNode> mine = byLabels(ours);
        Map<String, JsonNode> expected = byLabels(theirs);
        assertThat(without(expected.keySet(), mine.keySet())).as("missing from %s", expression).isEmpty();
        assertThat(without(mine.keySet(), expected.keySet())).as("unexpected in %s", expression).isEmpty();
        expected.forEach((labels, series) -> {
            String where = expression + " " + labels;
            JsonNode answered = mine.get(labels);
            for (String kind : List.of("value", "histogram", "values", "histograms")) {
                assertThat(answered.has(kind)).as("%s: %s", where, kind).isEqualTo(series.has(kind));
                if (kind.endsWith("s")) {
                    assertSamePoints(where, answered.path(kind), series.path(kind));
                } else if (series.has(kind)) {
                    assertSamePoint(where, answered.get(kind), series.get(kind));
                }
            }
        });
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private Map<String, JsonNode> byLabels(JsonNode result) {
        var found = new TreeMap<String, JsonNode>();
        for (JsonNode series : result) {
            JsonNode before = found.put(labels(series.get("metric")).toString(), series);
            assertThat(before).as("two series with the labels of %s", series).isNull();
        }
        return found;
    }

    /// The labels of a series without external ones.
    public Map<String, String> labels(JsonNode metric) {
        var labels = new TreeMap<String, String>();
        metric.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        labels.keySet().removeAll(external);
        return labels;
    }

    /// Label sets without external labels, sorted.
    public List<String> labelSets(JsonNode series) {
        var sets = new ArrayList<String>();
        series.forEach(one -> sets.add(labels(one).toString()));
        sets.sort(null);
        return sets;
    }

    private static void assertSamePoints(String where, JsonNode ours, JsonNode theirs) {
        assertThat(times(ours)).as(where).isEqualTo(times(theirs));
        for (int i = 0; i < theirs.size(); i++) {
            assertSamePoint(where, ours.get(i), theirs.get(i));
        }
    }

    private static List<String> times(JsonNode points) {
        var times = new ArrayList<String>();
        points.forEach(point -> times.add(point.get(0).toString()));
        return times;
    }

    private static void assertSamePoint(String where, JsonNode ours, JsonNode theirs) {
        assertThat(ours.get(0).toString()).as("time of %s", where).isEqualTo(theirs.get(0).toString());
        assertSameValue(where + " at " + theirs.get(0), ours.get(1), theirs.get(1));
    }

    private static void assertSameValue(String where, JsonNode ours, JsonNode theirs) {
        if (theirs.isObject()) {
            assertThat(fieldNames(ours)).as(where).isEqualTo(fieldNames(theirs));
            theirs.properties().forEach(field -> assertSameValue(where + " " + field.getKey(),
                    ours.get(field.getKey()), field.getValue()));
        } else if (theirs.isArray()) {
            assertThat(ours.size()).as(where).isEqualTo(theirs.size());
            for (int i = 0; i < theirs.size(); i++) {
                assertSameValue(where, ours.get(i), theirs.get(i));
            }
        } else if (!ours.equals(theirs)) {
            double expected = number(theirs);
            assertThat(Math.abs(number(ours) - expected)).as("%s: %s, not %s", where, ours, theirs)
                    .isLessThanOrEqualTo(Math.abs(expected) * TOLERANCE);
        }
    }

    /// Texts that are equal were found so before; infinities differ from all others by more than any tolerance.
    private static double number(JsonNode value) {
        return switch (value.asString()) {
            case "+Inf", "-Inf", "NaN" -> throw new AssertionError("not a number: " + value);
            case String digits -> Double.parseDouble(digits);
        };
    }

    private static List<String> fieldNames(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }
}
