package io.hypnos.query.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Questions that want too much: too many series, steps, samples, pairs, levels or characters.
final class HeavyQueries {

    private static final String RANGE = "/api/v1/query_range";
    private static final String INSTANT = "/api/v1/query";

    /// @param form what is posted
    record Heavy(String path, String form, String expr) {

        @Override
        public String toString() {
            return path.substring(path.lastIndexOf('/') + 1) + " "
                    + (expr.length() > 100 ? expr.substring(0, 100) + "… (" + expr.length() + " characters)" : expr);
        }
    }

    private HeavyQueries() {}

    static List<Heavy> all() {
        return Stream.concat(
                Stream.of("heavy", "{__name__=~\".+\"}", "sum by (pod) (rate(heavy[5m]))", "topk(1000, heavy)",
                        "count_values by (pod) (\"value\", heavy)", "quantile(0.9, heavy)",
                        "quantile_over_time(0.9, heavy[6h])", "heavy + on (pod) heavy offset 1m",
                        "heavy * on (zone) group_left () heavy", "heavy * on (zone, pod) group_left () heavy ^ 2",
                        "label_replace(heavy, \"pod\", \"$1$1$1$1$1$1$1$1\", \"pod\", \"(.*)\")",
                        "label_join(heavy, \"big\", \"pod\", " + "\"pod\", ".repeat(100) + "\"zone\")",
                        "max_over_time(sum_over_time(avg_over_time(heavy[1h:15s])[1h:15s])[1d:15s])",
                        "heavy or heavy offset 1h or heavy offset 2h", "heavy unless on (zone) (heavy > 1e99)",
                        "predict_linear(heavy[1d], 3600)", "sort_desc(heavy)", "stddev by (pod, zone) (heavy)",
                        "sum(heavy{pod=~\"(p|o|d|-|[0-9])*0(0|1|2){20}\"})", "rate(heavy[1d:1s])",
                        "histogram_quantile(0.9, label_replace(heavy, \"le\", \"1\", \"\", \"\"))",
                        "sum without (pod) (changes(heavy[1d]))", "absent_over_time(heavy[1d:1ms])")
                        .map(expr -> new Heavy(RANGE, form(expr, "start=0&end=86400&step=15"), expr)),
                Stream.of("heavy[1d]", "heavy[1d:1s]", "vector(1)[100y:1ms]", "absent_over_time(nothing[100y:1ms])",
                        "sum_over_time(time()[50y:10ms])", "count_over_time((heavy > 0)[1d:1s])",
                        "(".repeat(5_000) + "heavy" + ")".repeat(5_000), "-".repeat(100_000) + "heavy",
                        "heavy" + " + heavy".repeat(20_000), "sum(" + "abs(".repeat(450) + "heavy" + ")".repeat(451),
                        "heavy{pod=~\"" + "(a{500}|b{500})".repeat(200) + "\"}",
                        "max_over_time(vector(1)[1d:1ms]) + heavy", "x".repeat(2_000_000))
                        .map(expr -> new Heavy(INSTANT, form(expr, "time=86400"), expr)))
                .toList();
    }

    private static String form(String expr, String times) {
        return times + "&query=" + URLEncoder.encode(expr, StandardCharsets.UTF_8);
    }
}
