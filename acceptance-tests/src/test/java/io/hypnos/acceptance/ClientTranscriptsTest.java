package io.hypnos.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.acceptance.testbed.JsonPattern;
import io.hypnos.acceptance.testbed.PrometheusApi;
import io.hypnos.acceptance.testbed.RemoteWriter;
import io.hypnos.acceptance.testbed.RemoteWriter.Point;
import io.hypnos.acceptance.testbed.RemoteWriter.Series;
import io.hypnos.acceptance.testbed.Suite;
import io.hypnos.acceptance.testbed.Transcript;
import io.hypnos.query.QueryRole;
import io.hypnos.receive.ReceiveRole;
import io.hypnos.series.testing.FreePort;
import io.hypnos.service.boot.RawHttp;
import io.hypnos.service.boot.RunningRole;

/// What Grafana and Perses send, byte by byte, and that the answers are what they need.
class ClientTranscriptsTest {

    private static final long STEP_SECONDS = 15;
    private static final int SAMPLES = 241;
    /// What `${t}` is in the transcripts: the time of the first samples, a whole hour.
    private static final long START = (System.currentTimeMillis() / 3_600_000 - 2) * 3600;
    private static final Suite SUITE = new Suite();

    @TempDir
    private static Path directory;

    private static int port;

    @BeforeAll
    static void start() throws Exception {
        String write = FreePort.address();
        RunningRole receive = SUITE.startReady(new ReceiveRole(), "--remote-write.address=" + write,
                "--tsdb.path=" + directory, "--label=receive=\"r1\"");
        SUITE.with(new RemoteWriter("team-a")).store(write, teamA());
        SUITE.with(new RemoteWriter("team-b")).store(write,
                List.of(series(i -> 1, "__name__", "up", "job", "api", "instance", "c")));
        port = SUITE.startReady(new QueryRole(), "--endpoint=" + Suite.grpc(receive), "--query.replica-label=receive")
                .httpPort();
    }

    private static List<Series> teamA() {
        var all = new ArrayList<Series>();
        for (String instance : List.of("a", "b")) {
            all.add(series(i -> 1, "__name__", "up", "job", "api", "instance", instance));
            all.add(series(i -> 15 * i, "__name__", "http_requests_total", "code", "200", "instance", instance));
            all.add(series(i -> 1.5 * i, "__name__", "http_requests_total", "code", "500", "instance", instance));
        }
        all.add(series(i -> 9 * i, "__name__", "http_request_duration_seconds_bucket", "le", "0.1"));
        all.add(series(i -> 12 * i, "__name__", "http_request_duration_seconds_bucket", "le", "1"));
        all.add(series(i -> 15 * i, "__name__", "http_request_duration_seconds_bucket", "le", "+Inf"));
        all.add(series(i -> 1e9 + i, "__name__", "memory_bytes", "instance", "a"));
        all.add(series(i -> i, "__name__", "http.server.requests", "http.status", "200"));
        return all;
    }

    private static Series series(LongToDoubleFunction value, String... labels) {
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            byName.put(labels[i], labels[i + 1]);
        }
        var points = new ArrayList<Point>();
        for (int i = 0; i < SAMPLES; i++) {
            points.add(new Point((START + i * STEP_SECONDS) * 1000, value.applyAsDouble(i)));
        }
        return new Series(byName, points);
    }

    @AfterAll
    static void stop() throws Exception {
        SUITE.close();
    }

    @TestFactory
    List<DynamicTest> grafana() throws Exception {
        return replay("/transcripts/grafana.http");
    }

    @TestFactory
    List<DynamicTest> perses() throws Exception {
        return replay("/transcripts/perses.http");
    }

    private static List<DynamicTest> replay(String resource) throws Exception {
        List<Transcript> transcripts = Transcript.read(resource, START);
        assertThat(transcripts).isNotEmpty();
        return transcripts.stream().map(one -> DynamicTest.dynamicTest(one.title(), () -> replay(one))).toList();
    }

    private static void replay(Transcript transcript) {
        Transcript.Request request = transcript.request();
        var answer = RawHttp.send(port, request.line() + " HTTP/1.1\r\n", request.body(),
                request.headers().toArray(String[]::new));
        boolean zipped = "gzip".equals(answer.headers().get("content-encoding"));
        String body = zipped ? answer.unzipped() : answer.text();
        assertThat(answer.status()).as(body).isEqualTo(transcript.expected().status());
        assertThat(answer.headers().getOrDefault("content-type", "")).startsWith(transcript.expected().contentType());
        if (!transcript.expected().contentType().equals("application/json")) {
            assertThat(body.strip()).isEqualTo(transcript.expected().body());
            return;
        }
        new JsonPattern(transcript.expected().body()).assertMatches(body);
        if (body.contains("\"result\"")) {
            // Grafana reads results as they come if it knows their type by then.
            assertThat(body.indexOf("\"resultType\"")).isBetween(0, body.indexOf("\"result\""));
        }
    }

    @Test
    void acceptsQueriesOfTwentyKilobytesInUrlsAndForms() {
        var long20k = new StringBuilder("count(up{instance=~\"a");
        while (long20k.length() < 20_000) {
            long20k.append("|instance-").append(long20k.length());
        }
        String parameters = PrometheusApi.encoded("query", long20k.append("\"})").toString(), "time",
                Long.toString(START + 60));
        var expected = new JsonPattern("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":"
                + "[{\"metric\":{},\"value\":[" + (START + 60) + ",\"1\"]}]}}");
        expected.assertMatches(RawHttp.get(port, "/api/v1/query?" + parameters).text());
        expected.assertMatches(RawHttp.postForm(port, "/api/v1/query", parameters).text());
    }
}
