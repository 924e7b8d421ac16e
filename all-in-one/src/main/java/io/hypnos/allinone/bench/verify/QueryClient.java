package io.hypnos.allinone.bench.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Asks a Prometheus query API for raw samples.
public final class QueryClient implements AutoCloseable {

    private static final int OK = 200;

    private final URI endpoint;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();

    /// @param base    the API's address, with its prefix but without `/api/v1`
    /// @param headers of every request, for tenants and authentication
    public QueryClient(URI base, Map<String, String> headers, Duration timeout) {
        endpoint = URI.create(base.toString().replaceFirst("/+$", "") + "/api/v1/query");
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
    }

    /// The samples of the series that match, in a range of time whose ends are not samples.
    ///
    /// @param tenantHeaders further headers of this request
    List<StoredSeries> select(String selector, long fromMillis, long toMillis, Map<String, String> tenantHeaders)
            throws IOException, InterruptedException {
        String form = form(Map.of("query", selector + "[" + (toMillis - fromMillis) + "ms]",
                "time", "%d.%03d".formatted(toMillis / 1000, toMillis % 1000),
                // What is lost must not be made up for by another resolution, nor hidden by a store that is away. Prometheus ignores these.
                "dedup", "true", "partial_response", "false", "max_source_resolution", "0s"));
        var request = HttpRequest.newBuilder(endpoint).timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded").header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        headers.forEach(request::header);
        tenantHeaders.forEach(request::header);
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream raw = response.body()) {
            InputStream body = response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")
                    ? new GZIPInputStream(raw, 1 << 16)
                    : raw;
            if (response.statusCode() != OK) {
                throw new IOException("HTTP " + response.statusCode() + " from " + endpoint + ": "
                        + new String(body.readNBytes(500), UTF_8).strip());
            }
            return MatrixReader.read(body);
        }
    }

    private static String form(Map<String, String> parameters) {
        var text = new StringBuilder();
        parameters.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&").append(name).append('=')
                .append(URLEncoder.encode(value, UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        http.close();
    }
}
