package io.hypnos.allinone.deploy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.promql.ParserOptions;
import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.VectorSelector;
import io.hypnos.promql.parse.Parser;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;

/// The queries of dashboards and alerts.
final class MonitoringFiles {

    private MonitoringFiles() {}

    /// A query and where it stands.
    record Query(String place, String text) {

        /// @throws io.hypnos.promql.QueryException when it is not valid
        Expr parse() {
            return Parser.parse(text, ParserOptions.DEFAULT);
        }

        /// The names of all metrics that it asks for.
        Set<String> metrics() {
            var metrics = new LinkedHashSet<String>();
            collect(parse(), metrics);
            return metrics;
        }

        private static void collect(Expr expr, Set<String> into) {
            if (expr instanceof VectorSelector selector) {
                selector.matchers().stream()
                        .filter(matcher -> matcher.name().equals(Labels.METRIC_NAME)
                                && matcher.type() == MatchType.EQUAL)
                        .forEach(matcher -> into.add(matcher.value()));
            }
            expr.children().forEach(child -> collect(child, into));
        }
    }

    /// All panels' queries, with Grafana's variables filled in.
    static List<Query> dashboardQueries() {
        var queries = new ArrayList<Query>();
        for (var file : Repository.files("demo/grafana/dashboards", ".json")) {
            JsonNode board = JsonMapper.builder().build().readTree(file.toFile());
            for (JsonNode panel : board.get("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    queries.add(new Query(file.getFileName() + ": " + panel.get("title").asString(),
                            filledIn(target.get("expr").asString())));
                }
            }
        }
        return queries;
    }

    private static String filledIn(String expr) {
        return expr.replace("$__rate_interval", "1m").replace("$__range", "1h")
                .replaceAll("\\$(job|instance|tenant)\\b", ".*");
    }

    /// All alerts' queries.
    static List<Query> alertQueries() {
        var queries = new ArrayList<Query>();
        Map<String, Object> file = Repository
                .map(Repository.yaml(Repository.read("demo/prometheus/alerts.yml")).getFirst());
        for (Object group : Repository.list(file.get("groups"))) {
            for (Object rule : Repository.list(Repository.map(group).get("rules"))) {
                Map<String, Object> alert = Repository.map(rule);
                queries.add(new Query(String.valueOf(alert.get("alert")), String.valueOf(alert.get("expr"))));
            }
        }
        return queries;
    }
}
