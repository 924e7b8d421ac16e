package io.hypnos.acceptance.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.StringJoiner;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the Prometheus HTTP API of any server.
public final class PrometheusApi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT)
            .build();
    private final URI base;

    public PrometheusApi(URI base) {
        this.base = base;
    }

    public URI base() {
        return base;
    }

    /// An answer that is no JSON, or not known to be.
    public record Answer(int status, String body) {}

    public Answer text(String pathAndQuery) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(pathAndQuery)));
    }

    /// The `data` of a successful answer.
    ///
    /// @param parameters names and values in turn
    public JsonNode get(String path, String... parameters) throws IOException, InterruptedException {
        return data(answer(path, parameters));
    }

    /// The whole answer, whatever it says.
    public JsonNode answer(String path, String... parameters) throws IOException, InterruptedException {
        return JSON.readTree(text(path + "?" + encoded(parameters)).body());
    }

    /// The same with a form for a body.
    public JsonNode post(String path, String... parameters) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(parameters)));
        return data(JSON.readTree(send(request).body()));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString(UTF_8));
        return new Answer(response.statusCode(), response.body());
    }

    private static JsonNode data(JsonNode answer) {
        if (!answer.path("status").asString("").equals("success")) {
            throw new AssertionError(answer.toString());
        }
        if (answer.has("warnings")) {
            throw new AssertionError("an answer with warnings: " + answer.get("warnings"));
        }
        return answer.get("data");
    }

    public static String encoded(String... parameters) {
        var joined = new StringJoiner("&");
        for (int i = 0; i < parameters.length; i += 2) {
            joined.add(URLEncoder.encode(parameters[i], UTF_8) + "=" + URLEncoder.encode(parameters[i + 1], UTF_8));
        }
        return joined.toString();
    }

    /// Milliseconds as the API writes times.
    public static String seconds(long millis) {
        return millis / 1000 + "." + "%03d".formatted(Math.floorMod(millis, 1000L));
    }

    /// The only value of an instant query; NaN for an empty answer.
    public double value(String expression, long millis, String... more) throws IOException, InterruptedException {
        var parameters = new String[more.length + 4];
        System.arraycopy(new String[]{"query", expression, "time", seconds(millis)}, 0, parameters, 0, 4);
        System.arraycopy(more, 0, parameters, 4, more.length);
        JsonNode result = get("/api/v1/query", parameters).get("result");
        if (result.isEmpty()) {
            return Double.NaN;
        }
        if (result.size() > 1) {
            throw new AssertionError("more than one series: " + result);
        }
        return Double.parseDouble(result.at("/0/value/1").asString());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
