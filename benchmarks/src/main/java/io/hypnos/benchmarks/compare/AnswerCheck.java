package io.hypnos.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether two servers gave answers that are as alike as two right ones are.
final class AnswerCheck {

    private static final byte[] RESULT_END = "]}]}".getBytes(UTF_8);
    private static final int SHOWN = 300;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Agreement agreement;

    AnswerCheck(Agreement agreement) {
        this.agreement = agreement;
    }

    /// What differs first, and in how many series; empty when nothing does.
    String difference(byte[] first, byte[] second) {
        if (result(first).equals(result(second))) {
            return "";
        }
        Map<String, JsonNode> left = parts(JSON.readTree(first));
        Map<String, JsonNode> right = parts(JSON.readTree(second));
        String example = "";
        int differing = 0;
        for (Map.Entry<String, JsonNode> entry : left.entrySet()) {
            JsonNode other = right.get(entry.getKey());
            String difference = other == null ? "only in the first" : difference("", entry.getValue(), other);
            if (difference != null) {
                example = differing++ == 0 ? entry.getKey() + " " + difference : example;
            }
        }
        for (String labels : right.keySet()) {
            if (!left.containsKey(labels)) {
                example = differing++ == 0 ? labels + " only in the second" : example;
            }
        }
        return differing == 0
                ? ""
                : differing + " of " + left.size() + " and " + right.size() + ", the first: "
                        + (example.length() > SHOWN ? example.substring(0, SHOWN) + "…" : example);
    }

    /// The bytes up to the end of the result, behind which warnings may stand.
    private static ByteBuffer result(byte[] answer) {
        int end = answer.length - RESULT_END.length;
        while (end >= 0 && !Arrays.equals(answer, end, end + RESULT_END.length, RESULT_END, 0, RESULT_END.length)) {
            end--;
        }
        return ByteBuffer.wrap(answer, 0, Math.max(0, end));
    }

    private Map<String, JsonNode> parts(JsonNode answer) {
        return agreement == Agreement.RANKS ? ranks(answer) : series(answer);
    }

    /// By time, the values from the lowest to the highest.
    private static Map<String, JsonNode> ranks(JsonNode answer) {
        Map<String, List<JsonNode>> byTime = new TreeMap<>();
        for (JsonNode one : answer.path("data").path("result")) {
            for (JsonNode sample : one.has("values")
                    ? one.path("values")
                    : JSON.createArrayNode().add(one.path("value"))) {
                byTime.computeIfAbsent("at " + sample.get(0), _ -> new ArrayList<>()).add(sample.get(1));
            }
        }
        Map<String, JsonNode> ranks = new TreeMap<>();
        byTime.forEach((time, values) -> {
            values.sort(Comparator.comparingDouble(value -> number(value.asString())));
            ranks.put(time, JSON.createArrayNode().addAll(values));
        });
        return ranks;
    }

    /// By labels, in ascending order of their names; what is not a vector or a matrix as one series without labels.
    private static Map<String, JsonNode> series(JsonNode answer) {
        Map<String, JsonNode> series = new TreeMap<>();
        JsonNode result = answer.path("data").path("result");
        if (answer.path("data").path("resultType").asString().equals("scalar")) {
            return Map.of("scalar", result);
        }
        for (JsonNode one : result) {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
            series.put(labels.toString(), samples(one));
        }
        return series;
    }

    /// All fields of a series but its labels, floats and histograms alike.
    private static JsonNode samples(JsonNode series) {
        var samples = JSON.createObjectNode();
        series.properties().forEach(field -> {
            if (!field.getKey().equals("metric")) {
                samples.set(field.getKey(), field.getValue());
            }
        });
        return samples;
    }

    /// The first difference and its path; null when there is none.
    private @Nullable String difference(String path, JsonNode left, JsonNode right) {
        if (left.isArray() && right.isArray()) {
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                String difference = difference(path + "[" + i + "]", left.get(i), right.get(i));
                if (difference != null) {
                    // A sample says more with its time.
                    return left.get(0).isNumber() ? "at " + left.get(0) + ": " + difference : difference;
                }
            }
            return left.size() == right.size() ? null : path + ": " + left.size() + " against " + right.size();
        }
        if (left.isObject() && right.isObject()) {
            for (Map.Entry<String, JsonNode> field : left.properties()) {
                String difference = difference(path + "." + field.getKey(), field.getValue(),
                        right.path(field.getKey()));
                if (difference != null) {
                    return difference;
                }
            }
            return left.size() == right.size() ? null : path + ": more fields in the second";
        }
        boolean same = left.equals(right)
                || left.isString() && right.isString() && near(left.asString(), right.asString());
        return same ? null : path + ": " + left + " against " + right;
    }

    private boolean near(String left, String right) {
        return agreement.near(number(left), number(right));
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }
}
