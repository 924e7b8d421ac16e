package io.hypnos.receive.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.service.tenancy.TenantId;

/// Says which tenants have as many series as they may have. Counts come from a Prometheus API that sees all receivers, asked every now and
/// then; without one, from this process. A tenant of whom nothing is known may write, and so may all when the API cannot be asked.
public final class HeadSeriesLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(HeadSeriesLimiter.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LiveLimits limits;
    private final LimitMetrics metrics;
    private final ToLongFunction<TenantId> local;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile Map<TenantId, Double> seen = Map.of();

    /// @param local counts the series of a tenant in this process
    public HeadSeriesLimiter(LiveLimits limits, LimitMetrics metrics, ToLongFunction<TenantId> local) {
        this.limits = limits;
        this.metrics = metrics;
        this.local = local;
    }

    /// Whether a tenant may write.
    public boolean allows(TenantId tenant) {
        WriteLimits now = limits.now();
        long limit = now.of(tenant).headSeries();
        if (limit == 0) {
            return true;
        }
        double series = now.monitoring().isPresent() ? seen.getOrDefault(tenant, 0.0) : local.applyAsLong(tenant);
        return series < limit;
    }

    /// Asks the API; to be called every fifteen seconds.
    public void refresh() {
        WriteLimits now = limits.now();
        if (now.monitoring().isEmpty() || !now.limitsHeadSeries()) {
            return;
        }
        WriteLimits.MetaMonitoring monitoring = now.monitoring().get();
        try {
            seen = parse(ask(monitoring));
        } catch (IOException | JacksonException e) {
            metrics.queryFailed();
            LOG.atWarn()
                    .setMessage(
                            "counting series by meta-monitoring failed; nobody is limited by it until it works again")
                    .addKeyValue("url", monitoring.url()).addKeyValue("reason", e.getMessage()).log();
            seen = Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask(WriteLimits.MetaMonitoring monitoring) throws IOException, InterruptedException {
        String base = monitoring.url().toString().replaceAll("/+$", "");
        URI uri = URI.create(base + "/api/v1/query?dedup=true&query=" + URLEncoder.encode(monitoring.query(), UTF_8));
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("HTTP " + answer.statusCode());
        }
        return answer.body();
    }

    private static Map<TenantId, Double> parse(String json) throws IOException {
        JsonNode root = JSON.readTree(json);
        if (!root.path("data").path("resultType").asString("").equals("vector")) {
            throw new IOException("the answer is no vector");
        }
        var counts = new HashMap<TenantId, Double>();
        for (JsonNode sample : root.path("data").path("result")) {
            String tenant = sample.path("metric").path("tenant").asString("");
            if (TenantId.isValid(tenant)) {
                counts.put(new TenantId(tenant), number(sample.path("value").path(1).asString("")));
            }
        }
        return counts;
    }

    private static double number(String text) throws IOException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IOException("\"" + text + "\" is no number", e);
        }
    }
}
