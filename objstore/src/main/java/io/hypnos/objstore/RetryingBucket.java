package io.hypnos.objstore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;

/// A bucket that outlives short trouble: a request that failed is repeated after a wait that grows and is spread by chance, so that many
/// processes hit by the same outage do not come back in step.
///
/// Not repeated are answers that will not change (no such object, access refused) and requests of an interrupted thread. A small object is
/// read whole before it is handed out. The body of a large one, or of a range, is taken up again where it broke off; that never mixes two
/// versions of an object, because only small ones are ever replaced. A body that ends early without saying so is found by its length. An
/// upload is repeated where its body can be read twice: from a file, from memory, or when it is small.
public final class RetryingBucket implements Bucket {

    /// Spread of a wait around its mean, as a fraction of the mean.
    private static final double JITTER = 0.5;

    /// Objects up to this many bytes are held in memory while they are read or written.
    static final int SMALL = 1 << 20;

    private final Bucket bucket;
    private final RetryOptions options;
    private final IntervalFunction backoff;
    private final Map<BucketOperation, Retry> retries = new EnumMap<>(BucketOperation.class);

    /// Takes ownership of `bucket`.
    public RetryingBucket(Bucket bucket, RetryOptions options, BucketMetrics metrics) {
        this.bucket = bucket;
        this.options = options;
        this.backoff = IntervalFunction.ofExponentialRandomBackoff(options.firstBackoff(), 2, JITTER,
                options.maxBackoff());
        var config = RetryConfig.custom().maxAttempts(options.attempts()).intervalFunction(backoff)
                .retryOnException(RetryingBucket::mayPass).build();
        for (BucketOperation operation : BucketOperation.values()) {
            Retry retry = Retry.of(operation.label(), config);
            retry.getEventPublisher().onRetry(_ -> metrics.repeated(operation));
            retries.put(operation, retry);
        }
    }

    /// Whether the same request may succeed later.
    static boolean mayPass(Throwable failure) {
        return switch (failure) {
            case ObjectNotFoundException _,BucketRefusedException _,ClosedByInterruptException _ -> false;
            case InterruptedIOException _ -> !Thread.currentThread().isInterrupted();
            case IOException _ -> true;
            default -> false;
        };
    }

    @Override
    public String name() {
        return bucket.name();
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return repeat(BucketOperation.GET, () -> {
            InputStream body = bucket.get(key);
            long length = body instanceof ObjectBody known ? known.length() : sizeOrClose(key, body);
            return length <= SMALL ? whole(key, body, length) : resuming(key, body, 0, length);
        });
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        return repeat(BucketOperation.GET_RANGE, () -> {
            InputStream body = bucket.getRange(key, offset, length);
            if (body instanceof ObjectBody known) {
                return resuming(key, body, offset, known.length());
            }
            long rest = Math.max(0, sizeOrClose(key, body) - offset);
            return resuming(key, body, offset, length < 0 ? rest : Math.min(length, rest));
        });
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        Optional<RewindableBody> rewindable = RewindableBody.of(body, length);
        if (rewindable.isEmpty()) {
            bucket.put(key, body, length);
            return;
        }
        repeat(BucketOperation.UPLOAD, () -> {
            bucket.put(key, rewindable.get().fromStart(), length);
            return key;
        });
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        return repeat(BucketOperation.EXISTS, () -> bucket.exists(key));
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        return repeat(BucketOperation.ATTRIBUTES, () -> bucket.attributes(key));
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
        return repeat(BucketOperation.ITER, () -> bucket.list(directory, listing));
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        repeat(BucketOperation.DELETE, () -> {
            bucket.delete(key);
            return key;
        });
    }

    @Override
    public void close() {
        bucket.close();
    }

    private ObjectBody resuming(ObjectKey key, InputStream body, long offset, long length) {
        var resuming = new ResumingBody(key, body, length, options.attempts(), backoff,
                consumed -> repeat(BucketOperation.GET_RANGE,
                        () -> bucket.getRange(key, offset + consumed, length - consumed)));
        return new ObjectBody(key, resuming, length);
    }

    private static ObjectBody whole(ObjectKey key, InputStream body, long length) throws IOException {
        try (var exact = new ObjectBody(key, body, length)) {
            return new ObjectBody(key, new ByteArrayInputStream(exact.readAllBytes()), length);
        }
    }

    private long sizeOrClose(ObjectKey key, InputStream body) throws IOException {
        try {
            return bucket.attributes(key).size();
        } catch (IOException | RuntimeException e) {
            try (body) {
                throw e;
            }
        }
    }

    private <T> T repeat(BucketOperation operation, Request<T> request) throws IOException {
        try {
            return Objects.requireNonNull(retries.get(operation)).executeCheckedSupplier(request::send);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(operation.label() + " of " + bucket.name() + " was interrupted", e);
        }
    }

    private interface Request<T> {
        T send() throws IOException;
    }
}
