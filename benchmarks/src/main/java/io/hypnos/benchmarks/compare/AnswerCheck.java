package io.hypnos.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether two servers gave the same answer: the same series with the same times, and values that differ by no more than a fraction.
final class AnswerCheck {

    private static final double FRACTION = 1e-9;
    private static final byte[] RESULT_END = "]}]}".getBytes(UTF_8);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AnswerCheck() {}

    /// What differs first; empty when nothing does.
    static String difference(byte[] first, byte[] second) {
        if (result(first).equals(result(second))) {
            return "";
        }
        Map<String, JsonNode> left = series(JSON.readTree(first));
        Map<String, JsonNode> right = series(JSON.readTree(second));
        if (!left.keySet().equals(right.keySet())) {
            return left.size() + " series against " + right.size() + ", or other labels";
        }
        for (Map.Entry<String, JsonNode> entry : left.entrySet()) {
            JsonNode other = right.get(entry.getKey());
            if (other == null || !same(entry.getValue(), other)) {
                return entry.getKey();
            }
        }
        return "";
    }

    /// The bytes up to the end of the result, behind which warnings may stand.
    private static ByteBuffer result(byte[] answer) {
        int end = answer.length - RESULT_END.length;
        while (end >= 0 && !Arrays.equals(answer, end, end + RESULT_END.length, RESULT_END, 0, RESULT_END.length)) {
            end--;
        }
        return ByteBuffer.wrap(answer, 0, Math.max(0, end));
    }

    /// By labels, in ascending order of their names.
    private static Map<String, JsonNode> series(JsonNode answer) {
        Map<String, JsonNode> series = new TreeMap<>();
        for (JsonNode one : answer.path("data").path("result")) {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
            series.put(labels.toString(), one.has("values") ? one.get("values") : one.path("value"));
        }
        return series;
    }

    private static boolean same(JsonNode left, JsonNode right) {
        if (left.isArray()) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right) || left.isString() && right.isString() && near(left.asString(), right.asString());
    }

    private static boolean near(String left, String right) {
        double a = Double.parseDouble(left.replace("Inf", "Infinity"));
        double b = Double.parseDouble(right.replace("Inf", "Infinity"));
        return Math.abs(a - b) <= FRACTION * Math.max(Math.abs(a), Math.abs(b));
    }
}
