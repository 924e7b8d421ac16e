package io.hypnos.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.hypnos.acceptance.testbed.Answers;
import io.hypnos.acceptance.testbed.Await;
import io.hypnos.acceptance.testbed.Program;
import io.hypnos.acceptance.testbed.PrometheusApi;
import io.hypnos.acceptance.testbed.RealPrometheus;
import io.hypnos.acceptance.testbed.ScrapedApplication;
import io.hypnos.acceptance.testbed.Suite;
import io.hypnos.acceptance.testbed.TenantProxy;
import io.hypnos.query.QueryRole;
import io.hypnos.receive.ReceiveRole;
import io.hypnos.series.testing.FreePort;
import io.hypnos.service.boot.RunningRole;

/// A real Prometheus scrapes an application and itself and writes all of it to one tenant and a part of it to another. What the query service then
/// answers for a tenant is what that Prometheus answers itself.
class PrometheusParityTest {

    private static final int SCRAPE_MILLIS = 250;
    private static final int LONGEST_RANGE_MILLIS = 10_000;
    private static final String STEP = "0.75";
    private static final Answers ANSWERS = new Answers(Set.of("tenant_id", "receive"));

    @TempDir
    private static Path directory;

    private static final Suite SUITE = new Suite();
    private static PrometheusApi theirs;
    /// Answers for team-a alone.
    private static PrometheusApi ours;
    /// Answers for all tenants.
    private static PrometheusApi everybody;
    private static long start;
    private static long end;

    @BeforeAll
    static void collectSamples() throws Exception {
        Program.prometheus();
        String write = FreePort.address();
        RunningRole receive = SUITE.startReady(new ReceiveRole(), "--remote-write.address=" + write,
                "--tsdb.path=" + directory.resolve("receive"), "--label=receive=\"r1\"", "--tsdb.max-exemplars=10000");
        var application = SUITE.with(new ScrapedApplication());
        theirs = SUITE.with(startPrometheus(application.address(),
                SUITE.with(new TenantProxy(write, "team-a")).url(), SUITE.with(new TenantProxy(write, "team-b")).url()))
                .api();
        ours = SUITE.api(SUITE.startReady(new QueryRole(), "--endpoint=" + Suite.grpc(receive),
                "--query.enforce-tenancy", "--query.default-tenant-id=team-a",
                "--enable-feature=promql-experimental-functions"));
        everybody = SUITE.api(SUITE.startReady(new QueryRole(), "--endpoint=" + Suite.grpc(receive)));
        Await.until("the application is scraped often enough",
                () -> application.scrapes() > ScrapedApplication.wholeStory());
        choosePeriod();
        Await.untilAsserted("all samples have arrived",
                () -> assertSameAnswer("{__name__=~\".+\"}[5m]", end));
    }

    private static RealPrometheus startPrometheus(String application, String teamA, String teamB) throws Exception {
        String listen = FreePort.address();
        Path folder = Files.createDirectory(directory.resolve("prometheus"));
        return RealPrometheus.start(folder, listen, """
                global: {scrape_interval: %1$dms, scrape_timeout: %1$dms}
                scrape_configs:
                - job_name: app
                  static_configs: [{targets: ['%2$s']}]
                - job_name: prometheus
                  scrape_interval: 1s
                  static_configs: [{targets: ['%3$s']}]
                remote_write:
                - url: %4$s
                  name: a
                  headers: {THANOS-TENANT: team-a}
                  send_exemplars: true
                  send_native_histograms: true
                  queue_config: {batch_send_deadline: 250ms}
                  metadata_config: {send_interval: 1s}
                - url: %5$s
                  name: b
                  headers: {THANOS-TENANT: team-b}
                  queue_config: {batch_send_deadline: 250ms}
                  write_relabel_configs:
                  - {source_labels: [job], regex: app, action: keep}
                """.formatted(SCRAPE_MILLIS, application, listen, teamA, teamB),
                "--enable-feature=exemplar-storage,native-histograms");
    }

    /// Two things are answered differently before and after Prometheus 3: whether a sample on the edge of a range belongs to it, and how far back a
    /// counter that has just begun is continued. So the time that is asked about begins and ends between samples, as does every step in it, and no range
    /// reaches back to where the samples begin.
    private static void choosePeriod() throws Exception {
        long now = System.currentTimeMillis();
        var used = new HashSet<Long>();
        used.add(0L);
        long first = Long.MAX_VALUE;
        for (JsonNode series : theirs.get("/api/v1/query", "query", "{__name__=~\".+\"}[1h]", "time",
                PrometheusApi.seconds(now)).get("result")) {
            for (String kind : List.of("values", "histograms")) {
                for (JsonNode point : series.path(kind)) {
                    long millis = Math.round(point.get(0).asDouble() * 1000);
                    used.add(Math.floorMod(millis, (long) SCRAPE_MILLIS));
                    first = Math.min(first, millis);
                }
            }
        }
        long offset = 0;
        while (used.contains(offset)) {
            offset++;
        }
        assertThat(offset).isLessThan(SCRAPE_MILLIS);
        end = Math.floorDiv(now, SCRAPE_MILLIS) * SCRAPE_MILLIS - SCRAPE_MILLIS + offset;
        start = Math.floorDiv(first + LONGEST_RANGE_MILLIS, SCRAPE_MILLIS) * SCRAPE_MILLIS + SCRAPE_MILLIS + offset;
    }

    @AfterAll
    static void stop() throws Exception {
        SUITE.close();
    }

    @Test
    void everySampleIsStoredAsItWasScraped() throws Exception {
        JsonNode mine = assertSameAnswer("{__name__=~\".+\"}[5m]", end);
        int histograms = 0;
        for (JsonNode series : mine.get("result")) {
            histograms += series.path("histograms").size();
            assertThat(series.at("/metric/tenant_id").asString()).isEqualTo("team-a");
            assertThat(series.at("/metric/receive").asString()).isEqualTo("r1");
        }
        assertThat(histograms).isGreaterThan(ScrapedApplication.wholeStory());
    }

    @Test
    void theOtherTenantHasItsPartAndNothingElse() throws Exception {
        String samples = "{job=\"app\",__name__!~\"app_latency.*\"}[5m]";
        Await.untilAsserted("all samples of the second tenant have arrived", () -> ANSWERS.assertSameResult(samples,
                instant(everybody, samples.replace("}", ",tenant_id=\"team-b\"}"), end),
                instant(theirs, samples, end)));
        // Prometheus sends native histograms only where it is told to.
        assertThat(instant(everybody, "app_latency_seconds{tenant_id=\"team-b\"}", end).get("result")).isEmpty();
        assertThat(instant(everybody, "{tenant_id=\"team-b\",job!=\"app\"}", end).get("result")).isEmpty();
        assertThat(instant(ours, "{tenant_id=\"team-b\"}", end).get("result")).isEmpty();
        assertThat(everybody.value("count(count by (tenant_id) (up))", end)).isEqualTo(2);
    }

    @TestFactory
    List<DynamicTest> answersAsPrometheusDoes() throws Exception {
        var tests = new ArrayList<DynamicTest>();
        for (String expression : expressions()) {
            tests.add(DynamicTest.dynamicTest(expression, () -> {
                assertSameAnswer(expression, end);
                assertSameAnswer(expression, start + (end - start) / 3 / SCRAPE_MILLIS * SCRAPE_MILLIS);
                String[] range = {"query", expression, "start", PrometheusApi.seconds(start), "end",
                    PrometheusApi.seconds(end), "step", STEP};
                ANSWERS.assertSameResult(expression, ours.get("/api/v1/query_range", range),
                        theirs.post("/api/v1/query_range", range));
                ANSWERS.assertSameResult(expression, ours.post("/api/v1/query_range", range),
                        theirs.get("/api/v1/query_range", range));
            }));
        }
        return tests;
    }

    private static List<String> expressions() throws Exception {
        try (var in = PrometheusParityTest.class.getResourceAsStream("/parity.promql")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        }
    }

    private static JsonNode assertSameAnswer(String expression, long millis) throws Exception {
        JsonNode mine = instant(ours, expression, millis);
        ANSWERS.assertSameResult(expression, mine, instant(theirs, expression, millis));
        return mine;
    }

    private static JsonNode instant(PrometheusApi api, String expression, long millis) throws Exception {
        return api.get("/api/v1/query", "query", expression, "time", PrometheusApi.seconds(millis));
    }

    @Test
    void listsTheSameSeries() throws Exception {
        for (String selector : List.of("{__name__=~\".+\"}", "app_requests_total{code=~\"4..|5..\"}",
                "up{job!=\"app\"}",
                "{room=~\"(?s:.*new line)\"}", "absent_from_here")) {
            String[] parameters = {"match[]", selector, "start", PrometheusApi.seconds(start), "end",
                PrometheusApi.seconds(end)};
            assertThat(ANSWERS.labelSets(ours.get("/api/v1/series", parameters))).as(selector)
                    .isEqualTo(ANSWERS.labelSets(theirs.post("/api/v1/series", parameters)));
        }
        String[] two = {"match[]", "up", "match[]", "app_jobs_total{queue=\"mail\"}"};
        assertThat(ANSWERS.labelSets(ours.post("/api/v1/series", two))).hasSize(3)
                .isEqualTo(ANSWERS.labelSets(theirs.get("/api/v1/series", two)));
    }

    @Test
    void listsTheSameLabelsAndValues() throws Exception {
        String[] range = {"start", PrometheusApi.seconds(start), "end", PrometheusApi.seconds(end)};
        List<String> expected = texts(theirs.get("/api/v1/labels", range));
        var names = new ArrayList<>(texts(ours.get("/api/v1/labels", range)));
        assertThat(names.removeAll(List.of("receive", "tenant_id"))).isTrue();
        assertThat(names).isEqualTo(expected).contains("__name__", "room", "le", "quantile");
        for (String name : expected) {
            String path = "/api/v1/label/" + name + "/values";
            assertThat(texts(ours.get(path, range))).as(name).isEqualTo(texts(theirs.get(path, range)));
        }
        String[] matched = {"match[]", "{job=\"app\"}"};
        assertThat(texts(ours.get("/api/v1/label/__name__/values", matched)))
                .isEqualTo(texts(theirs.get("/api/v1/label/__name__/values", matched)));
        var matchedNames = new ArrayList<>(texts(ours.post("/api/v1/labels", matched)));
        matchedNames.removeAll(List.of("receive", "tenant_id"));
        assertThat(matchedNames).isEqualTo(texts(theirs.get("/api/v1/labels", matched)));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    @Test
    void keepsExemplars() throws Exception {
        String[] question = {"query", "app_waiting_seconds_bucket", "start", PrometheusApi.seconds(start), "end",
            PrometheusApi.seconds(end)};
        var expected = exemplars(theirs.get("/api/v1/query_exemplars", question));
        assertThat(expected).isNotEmpty();
        Await.untilAsserted("all exemplars have arrived", () -> assertThat(
                exemplars(ours.get("/api/v1/query_exemplars", question))).isEqualTo(expected));
    }

    private static TreeMap<String, List<String>> exemplars(JsonNode answer) {
        var bySeries = new TreeMap<String, List<String>>();
        for (JsonNode series : answer) {
            var texts = new ArrayList<String>();
            series.get("exemplars").forEach(exemplar -> texts.add(exemplar.at("/labels/trace_id").asString() + " "
                    + Double.parseDouble(exemplar.get("value").asString()) + " " + exemplar.get("timestamp")));
            bySeries.put(ANSWERS.labels(series.get("seriesLabels")).toString(), texts);
        }
        return bySeries;
    }

    @Test
    void keepsMetadata() throws Exception {
        JsonNode expected = theirs.get("/api/v1/metadata");
        assertThat(
                expected.at("/app_requests/0/type").asString() + expected.at("/app_requests_total/0/type").asString())
                .isEqualTo("counter");
        Await.untilAsserted("metadata has arrived", () -> {
            JsonNode found = everybody.get("/api/v1/metadata");
            expected.properties().forEach(metric -> assertThat(found.get(metric.getKey())).as(metric.getKey())
                    .isEqualTo(metric.getValue()));
            assertThat(found.size()).isEqualTo(expected.size());
        });
        assertThat(everybody.get("/api/v1/metadata", "metric", "app_sessions"))
                .isEqualTo(theirs.get("/api/v1/metadata", "metric", "app_sessions"));
    }

    @Test
    void promtoolAsksBothAlike() throws Exception {
        String from = PrometheusApi.seconds(start);
        String to = PrometheusApi.seconds(end);
        assertSameOutput("query", "instant", "--time=" + to, "URL",
                "sort_desc(sum by (path, code) (rate(app_requests_total[5s])))");
        assertSameOutput("query", "instant", "--time=" + to, "URL", "scalar(count(up))");
        assertSameOutput("query", "range", "--start=" + from, "--end=" + to, "--step=1s", "URL",
                "max(app_temperature_celsius)");
        assertSameOutput("query", "series", "--start=" + from, "--end=" + to, "--match=up", "--match=app_sessions",
                "URL");
        assertSameOutput("query", "labels", "--start=" + from, "--end=" + to, "URL", "job");
        assertSameOutput("query", "labels", "URL", "__name__");
    }

    /// What `promtool check healthy` and `promtool check ready` ask; they came with Prometheus 2.45.
    @Test
    void isHealthyAndReady() throws Exception {
        for (String state : List.of("healthy", "ready")) {
            assertThat(ours.text("/-/" + state).status()).isEqualTo(theirs.text("/-/" + state).status()).isEqualTo(200);
            if (Program.promtool().run("check", state, "--help").exitCode() == 0) {
                Program.promtool().run("check", state, "--url=" + ours.base()).success();
            }
        }
    }

    @Test
    void ordersResultsAsAsked() throws Exception {
        for (String expression : List.of("sort(app_response_bytes_sum)", "sort_desc(app_response_bytes_sum)",
                "topk(3, app_response_bytes_sum)", "bottomk(2, app_response_bytes_sum)")) {
            assertThat(values(instant(ours, expression, end))).as(expression)
                    .isEqualTo(values(instant(theirs, expression, end)));
        }
    }

    private static List<String> values(JsonNode vector) {
        var values = new ArrayList<String>();
        vector.get("result").forEach(series -> values.add(series.at("/value/1").asString()));
        return values;
    }

    private static void assertSameOutput(String... arguments) throws Exception {
        assertThat(promtool(ours, arguments)).as("promtool %s", String.join(" ", arguments)).isNotEmpty()
                .isEqualTo(promtool(theirs, arguments));
    }

    /// The lines that it prints, with what names the one server or the other taken out.
    private static List<String> promtool(PrometheusApi api, String... arguments) throws Exception {
        String url = api.base().toString();
        var filled = new ArrayList<String>();
        for (String argument : arguments) {
            filled.add(argument.replace("URL", url));
        }
        return Program.promtool().run(filled.toArray(String[]::new)).success().lines()
                .map(line -> line.replaceAll(", (receive|tenant_id)=\"[^\"]*\"", ""))
                .sorted().toList();
    }
}
