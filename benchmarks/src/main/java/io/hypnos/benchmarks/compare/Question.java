package io.hypnos.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A query at a time, or over a range with a step, in seconds.
record Question(String query, Span span) {

    /// @param seconds length of the range before the end of the data; 0 for an instant
    record Span(String name, long seconds, long step) {

        static final Span INSTANT = new Span("instant", 0, 0);
        static final Span HOUR = new Span("1h/15s", 3_600, 15);
        static final Span DAY = new Span("24h/60s", 86_400 - 7_200, 60);
    }

    /// The form to post, for data that end at `end` (epoch seconds). The end lies off the grid of the samples, where ranges that are open and
    /// ranges that are closed at their left mean the same.
    String form(long end) {
        String form = "query=" + URLEncoder.encode(query, UTF_8);
        long last = end - 20 * 60;
        return span.seconds == 0
                ? form + "&time=" + last + ".001"
                : form + "&start=" + (last - span.seconds) + ".001&end=" + last + ".001&step=" + span.step;
    }

    String path() {
        return span.seconds == 0 ? "/api/v1/query" : "/api/v1/query_range";
    }

    /// Queries whose answers are too large for anybody to read over a day.
    private static final List<String> WIDE = List.of("m", "{job=\"service-7\"}", "rate(m[5m])",
            "e_total{pod=~\"service-1.*\"}", "m{pod=~\".*7d9f.*\"}", "m{pod=~\"" + alternatives() + "\"}",
            "m{namespace!~\"team-1.*\"}", "label_replace(m, \"short\", \"$1\", \"pod\", \"(.*)-7d9f.*\")",
            "sort_desc(m)",
            "increase(m[1h])", "irate(m[2m])", "avg_over_time(m[1h])");

    private static final List<String> NARROW = List.of("sum(m)", "sum by (namespace) (m)", "sum(rate(c_total[5m]))",
            "sum by (pod) (rate(c_total[5m]))", "sum(increase(c_total[1h]))", "sum(irate(c_total[2m]))",
            "max(avg_over_time(g{job=\"service-7\"}[1h]))", "max(max_over_time(g{job=\"service-7\"}[6h]))",
            "max(quantile_over_time(0.9, g{job=\"service-7\"}[1h]))",
            "max(stddev_over_time(g{job=\"service-7\"}[1h]))", "topk(10, sum by (pod) (rate(c_total[5m])))",
            "count by (__name__) ({__name__!=\"\"})",
            "sum by (job) (rate(e_total[5m])) / sum by (job) (rate(c_total[5m]))",
            "sum(m * on (pod) group_left (node) node_info)",
            "histogram_quantile(0.99, sum by (le, job) (rate(h_bucket[5m])))", "absent(x)");

    private static final String SUBQUERY = "max(max_over_time(rate(m[5m])[6h:1m]))";

    private static String alternatives() {
        return IntStream.range(0, 50).mapToObj(i -> "service-" + i + "-7d9f.*").reduce((a, b) -> a + "|" + b)
                .orElseThrow();
    }

    /// All questions of the comparison. What gives thousands of series is asked for an instant and an hour; subqueries over a day would look at
    /// a thousand millions of samples in either server, and are asked for an instant.
    static List<Question> all() {
        var wide = WIDE.stream().flatMap(q -> List.of(Span.INSTANT, Span.HOUR).stream().map(s -> new Question(q, s)));
        var narrow = NARROW.stream().flatMap(
                q -> List.of(Span.INSTANT, Span.HOUR, Span.DAY).stream().map(s -> new Question(q, s)));
        return Stream.of(wide, narrow, List.of(new Question(SUBQUERY, Span.INSTANT)).stream())
                .flatMap(s -> s).toList();
    }
}
