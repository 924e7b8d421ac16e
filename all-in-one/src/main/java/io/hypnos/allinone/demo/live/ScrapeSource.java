package io.hypnos.allinone.demo.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hypnos.allinone.demo.model.MetricFamily;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.labels.Labels;

/// Scrapes pages as Prometheus does: every target has `up`, `scrape_duration_seconds` and `scrape_samples_scraped`, and a series that is not on its
/// page any more ends with a stale marker.
final class ScrapeSource implements SampleSource, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final MetricFamily UP = MetricFamily.of("up");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT)
            .build();
    private final List<ScrapeTarget> targets;
    private final Map<ScrapeTarget, Set<Labels>> known = new HashMap<>();

    ScrapeSource(List<ScrapeTarget> targets) {
        this.targets = List.copyOf(targets);
    }

    @Override
    public void collect(long millis, WriteBatch into) {
        for (ScrapeTarget target : targets) {
            long start = System.nanoTime();
            var seen = new HashSet<Labels>();
            boolean up = scrape(target, millis, into, seen);
            for (Labels gone : known.getOrDefault(target, Set.of())) {
                if (!seen.contains(gone)) {
                    into.add(gone, millis, StaleMarker.VALUE, null, null);
                }
            }
            known.put(target, seen);
            into.add(named(target, "up"), millis, up ? 1 : 0, UP, null);
            into.add(named(target, "scrape_duration_seconds"), millis, (System.nanoTime() - start) / 1e9, null, null);
            into.add(named(target, "scrape_samples_scraped"), millis, seen.size(), null, null);
        }
    }

    private static Labels named(ScrapeTarget target, String name) {
        return target.labels().with(Labels.METRIC_NAME, name);
    }

    private boolean scrape(ScrapeTarget target, long millis, WriteBatch into, Set<Labels> seen) {
        try {
            HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(target.page()).timeout(TIMEOUT)
                    .header("Accept", "text/plain;version=0.0.4").build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                return false;
            }
            Exposition page = Exposition.parse(new String(response.body(), UTF_8));
            for (Exposition.Scraped sample : page.samples()) {
                Labels labels = sample.labels().mergedWith(target.labels());
                if (seen.add(labels)) {
                    into.add(labels, millis, sample.value(), page.familyOf(labels.metricName()), null);
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
