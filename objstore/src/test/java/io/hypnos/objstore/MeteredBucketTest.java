package io.hypnos.objstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.FaultyBucket.Faults;
import io.hypnos.objstore.memory.MemoryBucket;

class MeteredBucketTest extends BucketContract {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Override
    protected Bucket create() {
        return new MeteredBucket(new MemoryBucket(), new BucketMetrics(registry, "thanos"));
    }

    @Test
    void showsEveryOperationFromTheStart() throws IOException {
        assertThat(scrape()).contains(
                "thanos_objstore_bucket_operations_total{bucket=\"thanos\",operation=\"get_range\"} 0.0",
                "thanos_objstore_bucket_operation_failures_total{bucket=\"thanos\",operation=\"upload\"} 0.0",
                "thanos_objstore_bucket_operation_duration_seconds_count{bucket=\"thanos\",operation=\"iter\"} 0",
                "thanos_objstore_bucket_last_successful_upload_time{bucket=\"thanos\"} 0.0");
    }

    @Test
    void countsRequestsAndBytes() throws IOException {
        put("a", "0123456789");
        read("a");
        bucket.list(Optional.empty(), Listing.ONE_LEVEL);
        bucket.exists(key("a"));
        bucket.delete(key("a"));

        assertThat(scrape()).contains(
                "thanos_objstore_bucket_operations_total{bucket=\"thanos\",operation=\"upload\"} 1.0",
                "thanos_objstore_bucket_operations_total{bucket=\"thanos\",operation=\"get\"} 1.0",
                "thanos_objstore_bucket_operations_total{bucket=\"thanos\",operation=\"iter\"} 1.0",
                "thanos_objstore_bucket_operations_total{bucket=\"thanos\",operation=\"delete\"} 1.0",
                "thanos_objstore_bucket_operation_fetched_bytes_total{bucket=\"thanos\",operation=\"get\"} 10.0",
                "thanos_objstore_bucket_operation_transferred_bytes_sum{bucket=\"thanos\",operation=\"upload\"} 10.0")
                .doesNotContain("thanos_objstore_bucket_last_successful_upload_time{bucket=\"thanos\"} 0.0");
    }

    @Test
    void doesNotTakeAnAbsentObjectForAFailure() throws IOException {
        assertThatThrownBy(() -> bucket.get(key("none"))).isInstanceOf(ObjectNotFoundException.class);

        assertThat(scrape()).contains(
                "thanos_objstore_bucket_operation_failures_total{bucket=\"thanos\",operation=\"get\"} 0.0",
                "thanos_objstore_bucket_operations_total{bucket=\"thanos\",operation=\"get\"} 1.0");
    }

    @Test
    void countsABrokenBodyOnce() throws IOException {
        var faulty = new FaultyBucket(new MemoryBucket(), new Faults(0, 1, 0), findSeedOfLoudBreak());
        var own = new PrometheusRegistry();
        try (var metered = new MeteredBucket(faulty, new BucketMetrics(own, "thanos"))) {
            metered.put(key("a"), new ByteArrayInputStream(new byte[100]), 100);
            try (InputStream body = metered.get(key("a"))) {
                assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
                assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            }
        }

        assertThat(scrape(own)).contains(
                "thanos_objstore_bucket_operation_failures_total{bucket=\"thanos\",operation=\"get\"} 1.0",
                "thanos_objstore_bucket_operation_duration_seconds_count{bucket=\"thanos\",operation=\"get\"} 0");
    }

    private static long findSeedOfLoudBreak() throws IOException {
        for (long seed = 1;; seed++) {
            var faulty = new FaultyBucket(new MemoryBucket(), new Faults(0, 1, 0), seed);
            faulty.put(key("a"), new ByteArrayInputStream(new byte[100]), 100);
            try (InputStream body = faulty.get(key("a"))) {
                body.readAllBytes();
            } catch (IOException e) {
                return seed;
            }
        }
    }

    private String scrape() throws IOException {
        return scrape(registry);
    }

    private static String scrape(PrometheusRegistry registry) throws IOException {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
