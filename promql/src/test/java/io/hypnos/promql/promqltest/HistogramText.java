package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.naive.BucketScale;
import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.series.histogram.CounterResetHint;

/// Native histograms as scripts write them: `{{schema:1 sum:3 count:22 buckets:[5 10 7]}}`.
final class HistogramText {

    private static final Pattern ENTRY = Pattern.compile("\\s*([a-z_]+):(\\[[^\\]]*]|[^\\s\\[\\]]+)");

    private HistogramText() {}

    /// @param text what stands between the braces
    static SequenceValue parse(String text, int line) {
        Map<String, String> entries = new HashMap<>();
        Matcher matcher = ENTRY.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            if (entries.put(matcher.group(1), matcher.group(2)) != null) {
                throw new ScriptException(line, "duplicate key \"" + matcher.group(1) + "\" in histogram");
            }
        }
        if (!text.substring(end).isBlank()) {
            throw new ScriptException(line, "no histogram: {{" + text + "}}");
        }
        String hint = entries.remove("counter_reset_hint");
        var histogram = new NaiveHistogram(hint(hint, line), scale(entries, line), totals(entries, line),
                buckets(entries, "buckets", "offset", line), buckets(entries, "n_buckets", "n_offset", line));
        if (!entries.isEmpty()) {
            throw new ScriptException(line, "unknown histogram key " + entries.keySet());
        }
        return SequenceValue.of(histogram, hint != null);
    }

    private static CounterResetHint hint(@Nullable String hint, int line) {
        return switch (hint) {
            case null -> CounterResetHint.UNKNOWN;
            case "unknown" -> CounterResetHint.UNKNOWN;
            case "reset" -> CounterResetHint.RESET;
            case "not_reset" -> CounterResetHint.NOT_RESET;
            case "gauge" -> CounterResetHint.GAUGE;
            default -> throw new ScriptException(line, "unknown reset hint " + hint);
        };
    }

    private static BucketScale scale(Map<String, String> entries, int line) {
        int schema = (int) number(entries, "schema", line);
        double threshold = number(entries, "z_bucket_w", line);
        double[] custom = list(entries, "custom_values", line).stream().mapToDouble(Double::doubleValue).toArray();
        return new BucketScale(schema, threshold, custom);
    }

    private static NaiveHistogram.Totals totals(Map<String, String> entries, int line) {
        return new NaiveHistogram.Totals(number(entries, "count", line), number(entries, "sum", line),
                number(entries, "z_bucket", line));
    }

    private static NavigableMap<Integer, Double> buckets(Map<String, String> entries, String key, String offsetKey,
            int line) {
        int index = (int) number(entries, offsetKey, line);
        var result = new TreeMap<Integer, Double>();
        for (double count : list(entries, key, line)) {
            result.put(index++, count);
        }
        return result;
    }

    private static double number(Map<String, String> entries, String key, int line) {
        String text = entries.remove(key);
        return text == null ? 0 : Sequences.number(text, line);
    }

    private static List<Double> list(Map<String, String> entries, String key, int line) {
        List<Double> numbers = new ArrayList<>();
        String text = entries.remove(key);
        if (text != null) {
            for (String item : text.substring(1, text.length() - 1).trim().split("\\s+")) {
                if (!item.isEmpty()) {
                    numbers.add(Sequences.number(item, line));
                }
            }
        }
        return numbers;
    }
}
