package io.hypnos.objstore;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// A bucket that behaves as badly as real ones do: requests fail before they did anything or after they did it, bodies break off with an
/// error or quietly, answers take their time. What goes wrong when is decided by a seed.
public final class FaultyBucket implements Bucket {

    private final Bucket bucket;
    private final Faults faults;
    private final SplittableRandom random;
    private final AtomicLong injected = new AtomicLong();

    /// How often what goes wrong.
    ///
    /// @param errors         fraction of requests that fail, half of them after they took effect
    /// @param brokenBodies   fraction of bodies that break off, half of them without an error
    /// @param maxDelayMillis requests take up to this long
    public record Faults(double errors, double brokenBodies, int maxDelayMillis) {}

    /// Takes ownership of `bucket`.
    public FaultyBucket(Bucket bucket, Faults faults, long seed) {
        this.bucket = bucket;
        this.faults = faults;
        this.random = new SplittableRandom(seed);
    }

    /// The number of faults so far.
    public long injected() {
        return injected.get();
    }

    @Override
    public String name() {
        return "faulty " + bucket.name();
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return perhapsBroken(request(() -> bucket.get(key)));
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        return perhapsBroken(request(() -> bucket.getRange(key, offset, length)));
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        request(() -> {
            bucket.put(key, body, length);
            return key;
        });
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        return request(() -> bucket.exists(key));
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        return request(() -> bucket.attributes(key));
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
        return request(() -> bucket.list(directory, listing));
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        request(() -> {
            bucket.delete(key);
            return key;
        });
    }

    @Override
    public void close() {
        bucket.close();
    }

    private <T> T request(Request<T> request) throws IOException {
        delay();
        double luck = draw();
        if (luck < faults.errors / 2) {
            throw fault("connection reset before the request");
        }
        T answer = request.send();
        if (luck < faults.errors) {
            if (answer instanceof InputStream body) {
                body.close();
            }
            throw fault("connection reset after the request");
        }
        return answer;
    }

    private InputStream perhapsBroken(InputStream body) throws IOException {
        if (draw() >= faults.brokenBodies) {
            return body;
        }
        byte[] bytes;
        try (body) {
            bytes = body.readAllBytes();
        }
        if (bytes.length == 0) {
            return new ByteArrayInputStream(bytes);
        }
        int kept = (int) (draw() * bytes.length);
        var rest = new ByteArrayInputStream(bytes, 0, kept);
        injected.incrementAndGet();
        return draw() < 0.5 ? rest : new FilterInputStream(rest) {
            @Override
            public int read() throws IOException {
                return alarmAtEnd(super.read());
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                return alarmAtEnd(super.read(into, offset, count));
            }

            private int alarmAtEnd(int read) throws IOException {
                if (read < 0) {
                    throw new IOException("injected: connection reset in the body");
                }
                return read;
            }
        };
    }

    private IOException fault(String what) {
        injected.incrementAndGet();
        return new IOException("injected: " + what);
    }

    private synchronized double draw() {
        return random.nextDouble();
    }

    private void delay() {
        if (faults.maxDelayMillis == 0) {
            return;
        }
        try {
            Thread.sleep((long) (draw() * faults.maxDelayMillis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Request<T> {
        T send() throws IOException;
    }
}
