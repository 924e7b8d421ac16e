package io.hypnos.compact.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;

/// The right to compact a bucket, as an object in it:
///
///     {"version":1,"holder":"<who>","host":"<where>","term":<count>}
///
/// The holder writes it again with a higher term every now and then. Who finds it held by another watches: when the term has not risen for the
/// whole time to live, by the watcher's own clock, the holder is gone and the watcher takes over. Clocks of different machines are never
/// compared. Whoever writes it anew waits a moment and reads it back, so that of two who write at the same time one sees the other's.
///
/// Object stores cannot promise that there is never a moment with two holders; a holder that has not renewed its right in time stops, and finds the
/// other's name when it tries. What compactors do to a bucket is safe against such a moment, it only costs work twice.
public final class BucketLease implements Lease {

    private static final Logger log = LoggerFactory.getLogger(BucketLease.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int VERSION = 1;
    private static final int MAX_SIZE = 1 << 16;

    private final Bucket bucket;
    private final ObjectKey key;
    private final Owner self;
    private final Timing timing;
    private final LongSupplier nanoTime;

    private @Nullable Record observed;
    private long observedSince;
    private long term;
    private volatile boolean held;
    private volatile long renewedAt;

    /// Who wants it. The same after a restart, so that a compactor need not wait for itself.
    ///
    /// @param id   unlike everybody else's
    /// @param host for people
    public record Owner(String id, String host) {}

    /// How long things take.
    ///
    /// @param timeToLive after which a right that was not renewed is gone
    /// @param settle     between writing and reading back
    public record Timing(Duration timeToLive, Duration settle) {

        public static final Timing DEFAULT = new Timing(Duration.ofSeconds(60), Duration.ofSeconds(3));
    }

    private record Record(String holder, String host, long term) {}

    /// @param nanoTime a clock as [System#nanoTime()]
    public BucketLease(Bucket bucket, ObjectKey key, Owner self, Timing timing, LongSupplier nanoTime) {
        this.bucket = bucket;
        this.key = key;
        this.self = self;
        this.timing = timing;
        this.nanoTime = nanoTime;
    }

    /// Tries once to get the right; to be called again and again until it is there.
    ///
    /// @return who has it meanwhile; empty when it is ours
    public synchronized Optional<Owner> tryAcquire() throws IOException, InterruptedException {
        Optional<Record> current = read();
        if (current.isPresent() && !current.get().holder().equals(self.id()) && !isAbandoned(current.get())) {
            return Optional.of(new Owner(current.get().holder(), current.get().host()));
        }
        term = current.map(Record::term).orElse(0L);
        write();
        Thread.sleep(timing.settle());
        Optional<Record> settled = read();
        if (settled.isEmpty() || !settled.get().holder().equals(self.id())) {
            return settled.map(other -> new Owner(other.holder(), other.host())).or(() -> Optional.of(self));
        }
        renewedAt = nanoTime.getAsLong();
        held = true;
        log.atInfo().addKeyValue("lease", key).log("this compactor may work on the bucket");
        return Optional.empty();
    }

    /// Says that the holder is still there. A failure is not the end yet: the right lasts for its time to live.
    public synchronized void renew() throws IOException {
        if (!held) {
            return;
        }
        Optional<Record> current = read();
        if (current.isPresent() && !current.get().holder().equals(self.id())) {
            held = false;
            log.atError().addKeyValue("lease", key).addKeyValue("holder", current.get().host())
                    .log("another compactor works on the bucket, stopping");
            return;
        }
        write();
        renewedAt = nanoTime.getAsLong();
    }

    /// Gives the right back, so that nobody has to wait for it.
    public synchronized void release() throws IOException {
        if (!held) {
            return;
        }
        held = false;
        Optional<Record> current = read();
        if (current.isPresent() && current.get().holder().equals(self.id())) {
            bucket.delete(key);
        }
    }

    public boolean isHeld() {
        // A watcher takes over after the whole time to live; with a quarter of it to spare, nothing is begun any more.
        return held && nanoTime.getAsLong() - renewedAt < timing.timeToLive().toNanos() / 4 * 3;
    }

    @Override
    public void check() throws LeaseLostException {
        if (!isHeld()) {
            throw new LeaseLostException("the right to compact this bucket is gone (" + key + ")");
        }
    }

    private boolean isAbandoned(Record current) {
        long now = nanoTime.getAsLong();
        if (!current.equals(observed)) {
            observed = current;
            observedSince = now;
            return false;
        }
        return now - observedSince > timing.timeToLive().toNanos();
    }

    private void write() throws IOException {
        term++;
        byte[] json = MAPPER.writeValueAsBytes(MAPPER.createObjectNode().put("version", VERSION)
                .put("holder", self.id()).put("host", self.host()).put("term", term));
        bucket.put(key, new ByteArrayInputStream(json), json.length);
    }

    /// What is written there. Something that nobody can read is held by nobody.
    private Optional<Record> read() throws IOException {
        try (InputStream body = bucket.get(key)) {
            JsonNode json = MAPPER.readTree(body.readNBytes(MAX_SIZE));
            String holder = json.path("holder").asString("");
            return holder.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Record(holder, json.path("host").asString(""), json.path("term").asLong(0)));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            log.atWarn().addKeyValue("lease", key).log("the lease in the bucket cannot be read, taking it");
            return Optional.empty();
        }
    }
}
