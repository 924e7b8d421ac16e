package io.hypnos.objstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.memory.MemoryBucket;

class RetryingBucketTest {

    private static final RetryOptions FOUR_ATTEMPTS = new RetryOptions(4, Duration.ofMillis(1), Duration.ofMillis(2));
    private static final ObjectKey KEY = ObjectKey.of("block", "index");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ScriptedBucket scripted = new ScriptedBucket();
    private final RetryingBucket bucket = new RetryingBucket(scripted, FOUR_ATTEMPTS,
            new BucketMetrics(registry, "test"));

    @Test
    void givesUpAfterTheLastAttempt() {
        scripted.failures(new IOException("1"), new IOException("2"), new IOException("3"), new IOException("4"));

        assertThatThrownBy(() -> bucket.exists(KEY)).isInstanceOf(IOException.class).hasMessage("4");
        assertThat(scripted.requests).isEqualTo(4);
        assertThat(retries("exists")).isEqualTo(3);
    }

    @Test
    void doesNotRepeatAnAnswerThatWillNotChange() {
        scripted.failures(new ObjectNotFoundException(KEY));
        assertThatThrownBy(() -> bucket.attributes(KEY)).isInstanceOf(ObjectNotFoundException.class);
        assertThat(scripted.requests).isEqualTo(1);

        scripted.failures(new BucketRefusedException("403"));
        assertThatThrownBy(() -> bucket.attributes(KEY)).isInstanceOf(BucketRefusedException.class);
        assertThat(scripted.requests).isEqualTo(2);
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        scripted.failures(new InterruptedIOException("interrupted"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> bucket.exists(KEY)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(scripted.requests).isEqualTo(1);
    }

    @Test
    void readsASmallObjectAgainWhenItsBodyBreaksOff() throws IOException {
        scripted.put(KEY, new ByteArrayInputStream("0123456789".getBytes()), 10);
        scripted.bodyLimits.addAll(List.of(3, 2));

        try (InputStream body = bucket.get(KEY)) {
            assertThat(new String(body.readAllBytes())).isEqualTo("0123456789");
        }
        assertThat(scripted.ranges).containsExactly("0+-1", "0+-1", "0+-1");
    }

    @Test
    void takesUpALargeObjectWhereItBrokeOff() throws IOException {
        int large = RetryingBucket.SMALL + 10;
        scripted.put(KEY, new ByteArrayInputStream(new byte[large]), large);
        scripted.bodyLimits.addAll(List.of(3, 2));

        try (InputStream body = bucket.get(KEY)) {
            assertThat(body.readAllBytes()).hasSize(large);
        }
        assertThat(scripted.ranges).containsExactly("0+-1", "3+" + (large - 3), "5+" + (large - 5));
    }

    @Test
    void takesUpABrokenRangeWhereItBrokeOff() throws IOException {
        scripted.put(KEY, new ByteArrayInputStream("0123456789".getBytes()), 10);
        scripted.bodyLimits.addAll(List.of(1));

        try (InputStream body = bucket.getRange(KEY, 4, 100)) {
            assertThat(new String(body.readAllBytes())).isEqualTo("456789");
        }
        assertThat(scripted.ranges).containsExactly("4+100", "5+5");
    }

    @Test
    void reportsABodyThatBreaksAgainAndAgain() throws IOException {
        scripted.put(KEY, new ByteArrayInputStream("0123456789".getBytes()), 10);
        scripted.bodyLimits.addAll(List.of(3, 0, 0, 0, 0));

        try (InputStream body = bucket.getRange(KEY, 0, -1)) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(EOFException.class)
                    .hasMessage("body of block/index ended after 3 of 10 bytes");
        }
    }

    @Test
    void sendsAFileAgainFromWhereItStood(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("f"), "skip0123456789");
        scripted.failures(new IOException("1"), new IOException("2"));

        try (var body = new FileInputStream(file.toFile())) {
            body.skipNBytes(4);
            bucket.put(KEY, body, 10);
        }
        assertThat(new String(scripted.get(KEY).readAllBytes())).isEqualTo("0123456789");
    }

    @Test
    void sendsALargeStreamOnlyOnce() {
        scripted.failures(new IOException("1"));
        int large = RetryingBucket.SMALL + 1;

        assertThatThrownBy(() -> bucket.put(KEY, InputStream.nullInputStream(), large)).hasMessage("1");
        assertThat(scripted.requests).isEqualTo(1);
    }

    private double retries(String operation) {
        return registry.scrape("hypnos_objstore_bucket_retries"::equals).stream()
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .filter(point -> operation.equals(point.getLabels().get("operation")))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue).sum();
    }

    /// Fails as told, cuts bodies short as told, and takes notes.
    private static final class ScriptedBucket implements Bucket {

        private final MemoryBucket bucket = new MemoryBucket();
        private final Queue<IOException> failures = new ArrayDeque<>();
        private final Queue<Integer> bodyLimits = new ArrayDeque<>();
        private final List<String> ranges = new ArrayList<>();
        private int requests;

        void failures(IOException... next) {
            failures.addAll(List.of(next));
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public InputStream get(ObjectKey key) throws IOException {
            return getRange(key, 0, -1);
        }

        @Override
        public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
            failIfTold();
            ranges.add(offset + "+" + length);
            Integer limit = bodyLimits.poll();
            if (limit == null) {
                return bucket.getRange(key, offset, length);
            }
            try (InputStream body = bucket.getRange(key, offset, limit)) {
                return new ByteArrayInputStream(body.readAllBytes());
            }
        }

        @Override
        public void put(ObjectKey key, InputStream body, long length) throws IOException {
            if (!failures.isEmpty()) {
                body.readNBytes(5);
            }
            failIfTold();
            bucket.put(key, body, length);
        }

        @Override
        public boolean exists(ObjectKey key) throws IOException {
            failIfTold();
            return bucket.exists(key);
        }

        @Override
        public ObjectAttributes attributes(ObjectKey key) throws IOException {
            failIfTold();
            return bucket.attributes(key);
        }

        @Override
        public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
            failIfTold();
            return bucket.list(directory, listing);
        }

        @Override
        public void delete(ObjectKey key) throws IOException {
            failIfTold();
            bucket.delete(key);
        }

        @Override
        public void close() {
            bucket.close();
        }

        private void failIfTold() throws IOException {
            requests++;
            IOException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
        }
    }
}
