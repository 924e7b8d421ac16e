package io.hypnos.promql.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.Point;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.labels.Labels;

/// Data as the `load` command of a script.
final class DataText {

    private DataText() {}

    static String of(Map<Labels, List<Point>> data) {
        var text = new StringBuilder("load " + RandomData.GRID + "ms\n");
        data.forEach((labels, points) -> {
            text.append("  ").append(labels.toString().replace(", ", ",")).append(' ');
            long slot = 0;
            for (Point point : points) {
                long gap = point.time() / RandomData.GRID - slot;
                text.append(gap > 0 ? " _x" + gap : "").append(' ').append(value(point));
                slot += gap + 1;
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static String value(Point point) {
        NaiveHistogram histogram = point.histogram();
        if (histogram == null) {
            return StaleMarker.is(point.value()) ? "stale" : number(point.value());
        }
        List<String> parts = new ArrayList<>();
        parts.add("schema:" + histogram.scale().schema());
        parts.add("count:" + number(histogram.count()));
        parts.add("sum:" + number(histogram.sum()));
        parts.add("z_bucket:" + number(histogram.zeroCount()));
        parts.add("z_bucket_w:" + number(histogram.scale().zeroThreshold()));
        if (histogram.scale().isCustom()) {
            parts.add("custom_values:" + list(Arrays.stream(histogram.scale().custom()).boxed().toList()));
        }
        buckets(parts, "buckets", "offset", histogram.positive());
        buckets(parts, "n_buckets", "n_offset", histogram.negative());
        switch (histogram.hint()) {
            case UNKNOWN -> {
            }
            case RESET -> parts.add("counter_reset_hint:reset");
            case NOT_RESET -> parts.add("counter_reset_hint:not_reset");
            case GAUGE -> parts.add("counter_reset_hint:gauge");
        }
        return "{{" + String.join(" ", parts) + "}}";
    }

    /// Gaps between buckets become empty buckets.
    private static void buckets(List<String> parts, String key, String offsetKey, Map<Integer, Double> buckets) {
        if (buckets.isEmpty()) {
            return;
        }
        List<Integer> indices = List.copyOf(buckets.keySet());
        List<Double> counts = new ArrayList<>();
        for (int i = indices.getFirst(); i <= indices.getLast(); i++) {
            counts.add(buckets.getOrDefault(i, 0.0));
        }
        parts.add(offsetKey + ":" + indices.getFirst());
        parts.add(key + ":" + list(counts));
    }

    private static String list(List<Double> numbers) {
        return "[" + String.join(" ", numbers.stream().map(DataText::number).toList()) + "]";
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? value > 0 ? "Inf" : "-Inf" : GoNumbers.general(value);
    }
}
