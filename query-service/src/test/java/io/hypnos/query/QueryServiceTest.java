package io.hypnos.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.query.flags.QueryFlags;
import io.hypnos.series.labels.Labels;
import io.hypnos.service.boot.RawHttp;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.storeapi.InMemorySeriesStore;
import io.hypnos.service.storeapi.SeriesData;
import io.hypnos.service.storeapi.StoreLimits;
import io.hypnos.service.storeapi.StoreServer;

/// The whole role over real ports: two replicas of one tenant, another tenant, and a store that is down.
class QueryServiceTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MINUTE = 60_000;

    private static final List<AutoCloseable> SERVERS = new ArrayList<>();
    private static RunningRole role;
    private static RunningRole tenantRole;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        var up = SeriesData.every(15_000, 0, 60 * MINUTE, "__name__", "up", "instance", "a");
        var odd = SeriesData.every(15_000, 0, 60 * MINUTE, "__name__", "http.requests", "straße", "1");
        String first = serve(Labels.of("replica", "r1", "tenant_id", "team-a"), up, odd);
        String second = serve(Labels.of("replica", "r2", "tenant_id", "team-a"), up);
        String third = serve(Labels.of("replica", "r1", "tenant_id", "team-b"), up);
        role = start("--endpoint=" + first, "--endpoint=" + second, "--store=" + third, "--endpoint=127.0.0.1:1",
                "--query.replica-label=replica");
        tenantRole = start("--endpoint=" + first, "--endpoint=" + third, "--query.replica-label=replica",
                "--query.enforce-tenancy");
        port = role.httpPort();
    }

    private static String serve(Labels external, SeriesData... data) throws Exception {
        var server = new StoreServer("receive", new InMemorySeriesStore(external, List.of(data)), StoreLimits.NONE);
        SERVERS.add(server);
        return server.address();
    }

    static RunningRole start(String... more) {
        var arguments = new ArrayList<>(
                List.of("--http-address=127.0.0.1:0", "--grpc-address=127.0.0.1:0", "--endpoint.info-timeout=1s"));
        arguments.addAll(List.of(more));
        var outcome = new QueryRole().flags().parse(arguments, FlagProperties.ofProcess(FlagProperties.PREFIX),
                Variables.ofEnvironment());
        ParsedFlags<QueryFlags> parsed = ((FlagOutcome.Run<QueryFlags>) outcome).parsed();
        RunningRole running = RoleLauncher.start(new QueryRole(), "query", parsed, Variables.ofEnvironment());
        awaitReady(running);
        return running;
    }

    private static void awaitReady(RunningRole running) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!running.isReady()) {
            assertThat(System.nanoTime()).as("not ready: %s", running.reasons()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(role.stop()).isTrue();
        assertThat(tenantRole.stop()).isTrue();
        for (AutoCloseable server : SERVERS) {
            server.close();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode get(String target, String... headers) {
        return JSON.readTree(RawHttp.get(port, target, headers).bytes());
    }

    private static JsonNode data(String target, String... headers) {
        JsonNode answer = get(target, headers);
        assertThat(answer.get("status").asString()).as("%s", answer).isEqualTo("success");
        return answer.get("data");
    }

    @Test
    void deduplicatesReplicasUnlessAskedNotTo() {
        assertThat(data("/api/v1/query?time=600&query=" + encoded("count(up)")).at("/result/0/value/1").asString())
                .isEqualTo("2");
        assertThat(data("/api/v1/query?time=600&dedup=false&query=" + encoded("count(up)")).at("/result/0/value/1")
                .asString()).isEqualTo("3");
        assertThat(data("/api/v1/query?time=600&query=" + encoded("count by (tenant_id) (up)")).get("result"))
                .hasSize(2);
        assertThat(data("/api/v1/query?time=600&replicaLabels[]=tenant_id&replicaLabels[]=replica&query="
                + encoded("count(up)"))
                .at("/result/0/value/1").asString()).isEqualTo("1");
    }

    @Test
    void answersRangesInPrometheusJson() {
        String answer = RawHttp
                .get(port, "/api/v1/query_range?start=0&end=60&step=30&query=" + encoded("up{tenant_id=\"team-a\"}"))
                .text();
        assertThat(answer).isEqualTo(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"up\","
                        + "\"instance\":\"a\",\"tenant_id\":\"team-a\"},\"values\":[[0,\"0\"],[30,\"2\"],[60,\"4\"]]}]}}");
    }

    @Test
    void takesFormsRawBracesAndScalars() {
        assertThat(
                JSON.readTree(RawHttp.postForm(port, "/api/v1/query?time=600", "query=" + encoded("sum(up)")).bytes())
                        .at("/data/resultType")
                        .asString())
                .isEqualTo("vector");
        assertThat(data("/api/v1/query?time=600&query=up{tenant_id=\"team-b\"}").get("result")).hasSize(1);
        assertThat(data("/api/v1/query?time=4&query=1%2B1").toString())
                .isEqualTo("{\"resultType\":\"scalar\",\"result\":[4,\"2\"]}");
        assertThat(data("/api/v1/query?time=4&query=nothing").toString())
                .isEqualTo("{\"resultType\":\"vector\",\"result\":[]}");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertError("/api/v1/query?query=" + encoded("sum("), 400, "bad_data",
                "invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis");
        assertError("/api/v1/query_range?start=0&end=10&step=1&query=" + encoded("up[5m]"), 400, "bad_data",
                "invalid parameter \"query\": invalid expression type \"range vector\" for range query");
        assertError("/api/v1/query?query=" + encoded("rate(up[range()])"), 400, "bad_data",
                "invalid parameter \"query\": 8:15: duration must be greater than 0");
        assertError("/api/v1/query_range?query=up&start=0&end=10&step=0", 400, "bad_data",
                "zero or negative query resolution");
        assertError("/api/v1/query_range?query=up&start=10&end=0&step=1", 400, "bad_data",
                "end timestamp must not be before start time");
        assertError("/api/v1/query_range?query=up&start=0&end=100000&step=1", 400, "bad_data",
                "exceeded maximum resolution of 11,000 points");
        assertError("/api/v1/query?query=up&engine=mimir", 400, "bad_data", "'mimir' bad engine");
        assertError("/api/v1/query?query=up&dedup=perhaps", 400, "bad_data", "invalid parameter \"dedup\"");
        assertError("/api/v1/query?query=up&limit=-1", 400, "bad_data", "limit must be non-negative");
        assertError("/api/v1/series", 400, "bad_data", "no match[] parameter provided");
        assertError("/api/v1/series?match[]=" + encoded("{a=~\".*\"}"), 400, "bad_data",
                "at least one non-empty matcher");
        assertError("/api/v1/query?time=600&query=" + encoded("up + on(job) up"), 422, "execution", "");
        assertError("/api/v1/query?query=up&timeout=1ns", 503, "timeout", "");
    }

    private static void assertError(String target, int status, String type, String text) {
        var answer = RawHttp.get(port, target);
        JsonNode body = JSON.readTree(answer.bytes());
        assertThat(answer.status()).as("%s: %s", target, answer.text()).isEqualTo(status);
        assertThat(body.get("errorType").asString()).isEqualTo(type);
        assertThat(body.get("error").asString()).contains(text);
        assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    }

    @Test
    void cutsResultsAtTheLimitAndSaysSo() {
        JsonNode answer = get("/api/v1/query?time=600&limit=1&query=up");
        assertThat(answer.at("/data/result")).hasSize(1);
        assertThat(answer.get("warnings").toString()).contains("results truncated due to limit");
        assertThat(get("/api/v1/labels?limit=1").get("warnings").toString()).contains("results truncated due to limit");
    }

    @Test
    void listsLabelsAndSeries() {
        assertThat(data("/api/v1/labels").toString())
                .isEqualTo("[\"__name__\",\"instance\",\"replica\",\"straße\",\"tenant_id\"]");
        assertThat(data("/api/v1/label/__name__/values").toString()).isEqualTo("[\"http.requests\",\"up\"]");
        assertThat(data("/api/v1/label/U__stra_df_e/values").toString()).isEqualTo("[\"1\"]");
        assertThat(data("/api/v1/label/stra%C3%9Fe/values").toString()).isEqualTo("[\"1\"]");
        assertThat(data("/api/v1/label/tenant_id/values?match[]=up{replica=\"r2\"}").toString())
                .isEqualTo("[\"team-a\"]");
        assertThat(data("/api/v1/label/tenant_id/values?start=1000000&end=2000000").toString()).isEqualTo("[]");
        assertThat(data("/api/v1/series?match[]=up&match[]={\"http.requests\"}")).hasSize(3);
        assertThat(data("/api/v1/series?dedup=false&match[]=up")).hasSize(3);
    }

    @Test
    void enforcesTheTenantInEveryQuestion() {
        int guarded = tenantRole.httpPort();
        String header = "THANOS-TENANT: team-b";
        assertThat(ask(guarded, "/api/v1/query?time=600&query=" + encoded("count by (tenant_id) (up)"), header)
                .at("/data/result/0/metric/tenant_id").asString())
                .isEqualTo("team-b");
        assertThat(ask(guarded, "/api/v1/query?time=600&query=" + encoded("up{tenant_id=\"team-a\"}"), header)
                .at("/data/result")).isEmpty();
        assertThat(ask(guarded, "/api/v1/label/tenant_id/values", header).get("data").toString())
                .isEqualTo("[\"team-b\"]");
        assertThat(ask(guarded, "/api/v1/labels", header).get("data").toString()).doesNotContain("straße");
        assertThat(ask(guarded, "/api/v1/series?match[]=up", header).get("data")).hasSize(1);
        assertThat(ask(guarded, "/api/v1/query?time=600&query=up").at("/data/result")).isEmpty();
        assertThat(RawHttp.get(guarded, "/api/v1/query?query=up", "THANOS-TENANT: ../team-a").status()).isEqualTo(400);
    }

    private static JsonNode ask(int where, String target, String... headers) {
        return JSON.readTree(RawHttp.get(where, target, headers).bytes());
    }

    @Test
    void listsStoresWithTheirErrors() {
        JsonNode stores = data("/api/v1/stores");
        assertThat(stores.get("receive")).hasSize(3);
        assertThat(stores.at("/receive/0/lastError").isNull()).isTrue();
        assertThat(stores.at("/receive/0/labelSets/0/tenant_id").asString()).startsWith("team-");
        assertThat(stores.at("/unknown-store-api/0/name").asString()).isEqualTo("127.0.0.1:1");
        assertThat(stores.at("/unknown-store-api/0/lastError").asString()).isNotEmpty();
    }

    @Test
    void picksStoresByAddress() {
        assertThat(data("/api/v1/query?time=600&query=up&storeMatch[]=" + encoded("{__address__=\"nowhere\"}"))
                .get("result")).isEmpty();
    }

    @Test
    void emptyAnswersHaveTheirShape() {
        assertThat(data("/api/v1/rules").toString()).isEqualTo("{\"groups\":[]}");
        assertThat(data("/api/v1/alerts").toString()).isEqualTo("{\"alerts\":[]}");
        assertThat(data("/api/v1/targets").get("activeTargets")).isEmpty();
        assertThat(data("/api/v1/metadata").toString()).isEqualTo("{}");
        assertThat(data("/api/v1/query_exemplars?query=test&start=1700000000000&end=1700000001000").toString())
                .isEqualTo("[]");
        assertThat(data("/api/v1/status/tsdb").get("headStats").get("numSeries").asLong()).isZero();
        assertThat(data("/api/v1/status/buildinfo").has("features")).isFalse();
        assertThat(data("/api/v1/status/flags").get("query.replica-label").asString()).contains("replica");
    }

    @Test
    void formatsAndParses() {
        assertThat(data("/api/v1/format_query?query=" + encoded("sum  by(a)  (up)")).asString())
                .isEqualTo("sum by (a) (up)");
        assertThat(data("/api/v1/parse_query?query=up").get("type").asString()).isEqualTo("vectorSelector");
    }

    @Test
    void servesItsPages() {
        assertThat(RawHttp.get(port, "/").headers()).containsEntry("location", "/graph");
        assertThat(RawHttp.get(port, "/graph?g0.expr=up").text())
                .contains("<script type=\"module\" src=\"ui/app.js\">");
        var script = RawHttp.get(port, "/ui/app.js");
        assertThat(script.headers().get("content-type")).startsWith("text/javascript");
        assertThat(script.headers().get("content-security-policy")).contains("default-src 'self'");
        assertThat(RawHttp.get(port, "/ui/nothing.js").status()).isEqualTo(404);
    }

    @Test
    void queriersStack() {
        RunningRole above = start("--endpoint=127.0.0.1:" + role.grpcPort(), "--query.replica-label=replica");
        try {
            assertThat(ask(above.httpPort(), "/api/v1/query?time=600&query=" + encoded("count(up)"))
                    .at("/data/result/0/value/1").asString())
                    .isEqualTo("2");
            assertThat(ask(above.httpPort(), "/api/v1/stores").at("/data/query/0/labelSets")).hasSize(3);
        } finally {
            assertThat(above.stop()).isTrue();
        }
    }

    @Test
    void countsItsWork() {
        data("/api/v1/query?time=600&query=up");
        String metrics = RawHttp.get(port, "/metrics").text();
        assertThat(metrics).contains("thanos_query_concurrent_gate_queries_max 20",
                "thanos_store_nodes_grpc_connections{external_labels=",
                "http_requests_total{code=\"200\",handler=\"query\",method=\"get\"}", "hypnos_query_memory_bytes 0");
    }
}
