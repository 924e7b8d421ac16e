package io.hypnos.service.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The HTTP surface that Prometheus' clients need, over a real port.
class HttpEdgeTest {

    private static RunningRole role;
    private static int port;

    @BeforeAll
    static void start() {
        role = DemoRole.start();
        port = role.httpPort();
    }

    @AfterAll
    static void stop() {
        var recorder = role.bean(DemoRole.Recorder.class);
        recorder.release.countDown();
        recorder.stopHookMayEnd.countDown();
        assertThat(role.stop()).isTrue();
    }

    @Test
    void takesBracesQuotesAndBracketsRaw() {
        var answer = RawHttp.get(port,
                "/api/v1/echo?query=up{job=\"x\"}[5m]|^`<>\\&match[]={a=\"1\",b=\"2\"}&match[]=down");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"query\":\"up{job=\\\"x\\\"}[5m]|^`<>\\\\\"",
                "\"match\":[\"{a=\\\"1\\\",b=\\\"2\\\"}\",\"down\"]");
    }

    @Test
    void takesRawUtf8() {
        assertThat(RawHttp.get(port, "/api/v1/echo?query={\"température\"}").text()).contains("{\\\"température\\\"}");
    }

    @Test
    void takesQueriesOfTwentyKilobytes() {
        String query = "a".repeat(20_000);
        assertThat(RawHttp.get(port, "/api/v1/echo?query=" + query).text()).contains(query);
        assertThat(RawHttp.postForm(port, "/api/v1/echo", "query=" + query).text()).contains(query);
    }

    @Test
    void readsFormsAsGoDoes() {
        var answer = RawHttp.postForm(port, "/api/v1/echo?query=url&match[]=c", "query=body+x%2By&match%5B%5D=a,b");
        assertThat(answer.text()).contains("\"query\":\"body x+y\"", "\"match\":[\"a,b\",\"c\"]", "\"thread\":true");
    }

    @Test
    void decodesSlashesInPathVariables() {
        assertThat(RawHttp.get(port, "/api/v1/label/a%2Fb/values").text())
                .isEqualTo("{\"status\":\"success\",\"data\":[\"a/b\"]}");
    }

    @Test
    void zipsWhatIsWorthIt() {
        var answer = RawHttp.get(port, "/api/v1/big?lines=10000", "Accept-Encoding: gzip");
        assertThat(answer.headers()).containsEntry("content-encoding", "gzip");
        assertThat(answer.unzipped()).hasSize(160_000);
        assertThat(RawHttp.get(port, "/api/v1/big?lines=10000").bytes()).hasSize(160_000);
    }

    @Test
    void streamsMoreThanFitsInMemoryAtOnce() {
        assertThat(RawHttp.get(port, "/api/v1/big?lines=1000000").bytes()).hasSize(16_000_000);
    }

    @ParameterizedTest
    @CsvSource({"BAD_DATA, 400, bad_data", "EXECUTION, 422, execution", "TIMEOUT, 503, timeout",
        "CANCELED, 499, canceled",
        "INTERNAL, 500, internal", "UNAVAILABLE, 500, unavailable", "NOT_FOUND, 404, not_found",
        "NOT_ACCEPTABLE, 406, not_acceptable"})
    void answersErrorsWithPrometheusTypesAndCodes(String type, int status, String text) {
        var answer = RawHttp.get(port, "/api/v1/error?type=" + type);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text())
                .isEqualTo("{\"status\":\"error\",\"errorType\":\"" + text + "\",\"error\":\"told to\"}");
        assertThat(answer.headers()).containsEntry("cache-control", "no-store").containsEntry("content-type",
                "application/json");
    }

    @Test
    void keepsDetailsOfCrashesToItself() {
        var answer = RawHttp.get(port, "/api/v1/crash");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("\"errorType\":\"internal\"").doesNotContain("secret");
    }

    @Test
    void namesTheParameterThatIsWrong() {
        assertThat(RawHttp.get(port, "/api/v1/time?time=abc").text())
                .contains("invalid parameter \\\"time\\\": cannot parse \\\"abc\\\" to a valid timestamp");
        assertThat(RawHttp.get(port, "/api/v1/time?time=1.5").text()).contains("\"data\":1500}");
        assertThat(RawHttp.get(port, "/api/v1/echo?query=%zz").status()).isEqualTo(400);
        assertThat(RawHttp.postForm(port, "/api/v1/echo", "query=%zz").text())
                .contains("invalid URL escape \\\"%zz\\\"");
    }

    @Test
    void turnsAnEarlyFailureOfTheBodyIntoAnError() {
        assertThat(RawHttp.get(port, "/api/v1/late?bytes=1000").status()).isEqualTo(500);
    }

    @Test
    void breaksOffWhenTheBodyFailsLate() {
        assertThatThrownBy(() -> RawHttp.get(port, "/api/v1/late?bytes=1000000")).isInstanceOf(AssertionError.class);
    }

    @Test
    void forbidsCachingOfPartialAnswersOnly() {
        assertThat(RawHttp.get(port, "/api/v1/partial?warn=store+gone").headers()).containsEntry("cache-control",
                "no-store");
        var answer = RawHttp.get(port, "/api/v1/partial?warn=PromQL+warning:+x");
        assertThat(answer.headers()).doesNotContainKey("cache-control");
        assertThat(answer.text())
                .isEqualTo("{\"status\":\"success\",\"data\":[],\"warnings\":[\"PromQL warning: x\"]}");
    }

    @Test
    void answersOptionsAndOtherSites() {
        var answer = RawHttp.send(port, "OPTIONS /api/v1/echo HTTP/1.1\r\n", "", "Origin: http://grafana");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers()).containsEntry("access-control-allow-origin", "*");
        assertThat(RawHttp.get(port, "/api/v1/echo?query=x").headers())
                .containsEntry("access-control-allow-origin", "*")
                .containsEntry("x-content-type-options", "nosniff");
    }

    @Test
    void servesProbesMetricsAndActuator() {
        assertThat(RawHttp.get(port, "/-/healthy").text()).isEqualTo("OK");
        var metrics = RawHttp.get(port, "/metrics");
        assertThat(metrics.headers().get("content-type")).startsWith("text/plain");
        assertThat(metrics.text()).contains("http_requests_total{code=\"200\",handler=\"echo\",method=\"get\"}",
                "thanos_build_info{",
                "thanos_status{check=\"healthy\",component=\"demo\"} 1.0", "process_cpu_seconds_total",
                "jvm_memory_used_bytes",
                "grpc_server_handled_total{grpc_code=\"DeadlineExceeded\",grpc_method=\"Check\",grpc_service=\"grpc.health.v1.Health\",grpc_type=\"unary\"} 0.0");
        var open = RawHttp.get(port, "/metrics", "Accept: application/openmetrics-text;version=1.0.0");
        assertThat(open.headers().get("content-type")).startsWith("application/openmetrics-text");
        assertThat(open.text()).endsWith("# EOF\n");
        assertThat(RawHttp.get(port, "/actuator/health").text()).contains("UP");
        assertThat(RawHttp.get(port, "/actuator/env").status()).isEqualTo(404);
    }

    @Test
    void stopsWorkingForClientsThatAreGone() throws Exception {
        var recorder = role.bean(DemoRole.Recorder.class);
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("GET /api/v1/block HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(recorder.blocked.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(recorder.abandoned.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
