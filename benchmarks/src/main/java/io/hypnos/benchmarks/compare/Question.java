package io.hypnos.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A query at a time, or over a range with a step, in seconds.
record Question(String query, Span span) {

    /// @param seconds length of the range before the end of the data; 0 for an instant
    record Span(String name, long seconds, long step) {

        static final Span INSTANT = new Span("instant", 0, 0);
        static final Span HOUR = new Span("1h/15s", 3_600, 15);
        /// Two hours shorter than the data, so that ranges reach back into data at its first steps, too.
        static final Span DAY = new Span("22h/60s", 79_200, 60);
    }

    /// Before the last sample, as a query that a person asks is.
    private static final int BEFORE_END = 20 * 60;
    private static final int LISTED = 50;

    /// The form to post, for data that end at `end` (epoch seconds). The end lies off the round times at which subqueries look, so that ranges that
    /// are open and ranges that are closed at their left mean the same.
    String form(long end) {
        String form = "query=" + URLEncoder.encode(query, UTF_8);
        long last = end - BEFORE_END;
        return span.seconds == 0
                ? form + "&time=" + last + ".001"
                : form + "&start=" + (last - span.seconds) + ".001&end=" + last + ".001&step=" + span.step;
    }

    String path() {
        return span.seconds == 0 ? "/api/v1/query" : "/api/v1/query_range";
    }

    /// Queries whose answers are too large for anybody to read over a day.
    private static final List<String> WIDE = List.of("m", "{job=\"service-7\"}", "rate(m[5m])",
            "e_total{pod=~\"service-1.*\"}", "m{pod=~\".*7d9f.*\"}", "m{pod=~\"" + pods() + "\"}",
            "m{pod=~\"" + prefixes() + "\"}", "m{namespace!~\"team-1.*\"}",
            "label_replace(m, \"short\", \"$1\", \"pod\", \"(.*)-7d9f.*\")", "sort_desc(m)", "increase(m[1h])",
            "irate(m[2m])", "avg_over_time(m[1h])");

    private static final List<String> NARROW = List.of("sum(m)", "sum by (namespace) (m)", "sum(rate(c_total[5m]))",
            "sum by (pod) (rate(c_total[5m]))", "sum(increase(c_total[1h]))", "sum(irate(c_total[2m]))",
            "max(avg_over_time(g{job=\"service-7\"}[1h]))", "max(max_over_time(g{job=\"service-7\"}[6h]))",
            "max(quantile_over_time(0.9, g{job=\"service-7\"}[1h]))",
            "max(stddev_over_time(g{job=\"service-7\"}[1h]))", "topk(10, sum by (pod) (rate(c_total[5m])))",
            "count by (__name__) ({__name__!=\"\"})",
            "sum by (job) (rate(e_total[5m])) / sum by (job) (rate(c_total[5m]))",
            "sum(m * on (pod) group_left (node) node_info)",
            "histogram_quantile(0.99, sum by (le, job) (rate(h_bucket[5m])))",
            "histogram_quantile(0.99, sum(rate(nh[5m])))", "histogram_count(sum(rate(nh[5m])))", "absent(x)");

    /// Operators and functions that the queries above leave out.
    private static final List<String> OTHERS = List.of("sum without (instance, path) (m)", "quantile(0.9, m)",
            "count_values(\"value\", count by (zone) (m))", "sum(m offset 5m)", "sum(-m)", "count(m > 50000)",
            "sum(m and on (pod) node_info)", "sum(m unless on (pod) node_info)", "sum(m or node_info)",
            "sum(changes(m[5m]))", "sum(deriv(m[5m]))", "sum(predict_linear(m[5m], 60))");

    private static final String SUBQUERY = "max(max_over_time(rate(m[5m])[6h:1m]))";

    private static String pods() {
        return IntStream.range(0, LISTED).mapToObj(SeriesModel::pod).collect(Collectors.joining("|"));
    }

    private static String prefixes() {
        return IntStream.range(0, LISTED).mapToObj(i -> "service-" + i + "-7d9f.*").collect(Collectors.joining("|"));
    }

    /// All questions of the comparison. What gives thousands of series is asked for an instant and an hour; subqueries over a day would look at
    /// a thousand millions of samples in either server, and are asked for an instant.
    static List<Question> all() {
        List<Question> all = new ArrayList<>();
        for (String query : WIDE) {
            all.add(new Question(query, Span.INSTANT));
            all.add(new Question(query, Span.HOUR));
        }
        for (String query : NARROW) {
            all.add(new Question(query, Span.INSTANT));
            all.add(new Question(query, Span.HOUR));
            all.add(new Question(query, Span.DAY));
        }
        OTHERS.forEach(query -> all.add(new Question(query, Span.HOUR)));
        all.add(new Question(SUBQUERY, Span.INSTANT));
        return all;
    }
}
