package io.hypnos.objstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.BucketContract;
import io.hypnos.objstore.BucketMetrics;
import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.RetryOptions;
import io.hypnos.objstore.RetryingBucket;

class S3BucketTest extends BucketContract {

    @TempDir
    private static Path directory;

    private static EmbeddedS3 service;

    @BeforeAll
    static void startService() throws Exception {
        service = new EmbeddedS3(directory);
    }

    @AfterAll
    static void stopService() throws Exception {
        service.close();
    }

    /// The service is shared, so what the test before has left is removed.
    @Override
    protected Bucket create() throws IOException {
        Bucket fresh = open();
        for (Bucket.Entry entry : fresh.list(Optional.empty(), Listing.RECURSIVE)) {
            fresh.delete(entry.key());
        }
        return fresh;
    }

    Bucket open() throws IOException {
        return open(false);
    }

    /// Repeats failed requests as every process does: the service of the test keeps objects in files, and answers 500 when directories come
    /// and go below its hands.
    final Bucket open(boolean listVersion1) throws IOException {
        return new RetryingBucket(service.open(listVersion1),
                new RetryOptions(10, Duration.ofMillis(1), Duration.ofMillis(20)),
                new BucketMetrics(new PrometheusRegistry(), EmbeddedS3.BUCKET));
    }

    /// The service of the test keeps objects in files; S3 itself has no such limit.
    @Override
    protected boolean keysMayNest() {
        return false;
    }

    @Test
    void acceptsABucketThatIsThere() throws IOException {
        try (S3Bucket present = service.open(false)) {
            present.check();
        }
    }

    @Test
    void saysThatItNeverCreatesBuckets() throws IOException {
        try (S3Bucket absent = EmbeddedS3.open(service.endpoint(), "absent", EmbeddedS3.SECRET_KEY, false, true)) {
            assertThatThrownBy(absent::check).isInstanceOf(BucketRefusedException.class)
                    .hasMessage("bucket \"absent\" not found at " + service.endpoint()
                            + " (HTTP 404). hypnos never creates buckets; create it or fix 'bucket'");
            assertThatThrownBy(() -> absent.list(Optional.empty(), Listing.ONE_LEVEL))
                    .isInstanceOf(BucketRefusedException.class).hasMessageContaining("never creates buckets");
        }
    }

    @Test
    void saysWhatToCheckWhenItIsDenied() throws IOException {
        try (S3Bucket denied = EmbeddedS3.open(service.endpoint(), "thanos", "wrong-secret-key", false, true)) {
            assertThatThrownBy(denied::check).isInstanceOf(BucketRefusedException.class)
                    .hasMessageStartingWith("403: check access_key, and clock skew (server says ");
            assertThatThrownBy(() -> denied.get(key("a"))).isInstanceOf(BucketRefusedException.class);
        }
    }

    @Test
    void sendsLargeObjectsAtOnceWhereTheServiceKnowsNoParts() throws IOException {
        byte[] large = new byte[11 << 20];
        large[large.length - 1] = 7;
        try (S3Bucket whole = EmbeddedS3.open(service.endpoint(), "thanos", EmbeddedS3.SECRET_KEY, false, false)) {
            whole.put(key("large"), new ByteArrayInputStream(large), large.length);
            assertThatThrownBy(() -> whole.put(key("short"), new ByteArrayInputStream(large), large.length + 1))
                    .isInstanceOf(IOException.class);
        }

        try (InputStream body = bucket.get(key("large"))) {
            assertThat(body.readAllBytes()).isEqualTo(large);
        }
        assertThat(bucket.exists(key("short"))).isFalse();
    }
}
