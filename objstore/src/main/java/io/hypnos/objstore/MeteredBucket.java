package io.hypnos.objstore;

import static io.hypnos.objstore.BucketOperation.ATTRIBUTES;
import static io.hypnos.objstore.BucketOperation.DELETE;
import static io.hypnos.objstore.BucketOperation.EXISTS;
import static io.hypnos.objstore.BucketOperation.GET;
import static io.hypnos.objstore.BucketOperation.GET_RANGE;
import static io.hypnos.objstore.BucketOperation.ITER;
import static io.hypnos.objstore.BucketOperation.UPLOAD;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A bucket whose every request is counted and timed in [BucketMetrics]. Belongs right around the store, below whatever repeats requests.
public final class MeteredBucket implements Bucket {

    private final Bucket bucket;
    private final BucketMetrics metrics;

    /// Takes ownership of `bucket`.
    public MeteredBucket(Bucket bucket, BucketMetrics metrics) {
        this.bucket = bucket;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return bucket.name();
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return open(GET, () -> bucket.get(key), key);
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        return open(GET_RANGE, () -> bucket.getRange(key, offset, length), key);
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        measure(UPLOAD, () -> {
            bucket.put(key, body, length);
            return length;
        });
        metrics.transferred(UPLOAD, length);
        metrics.uploadedAt(System.currentTimeMillis() / 1e3);
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        return measure(EXISTS, () -> bucket.exists(key));
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        return measure(ATTRIBUTES, () -> bucket.attributes(key));
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
        return measure(ITER, () -> bucket.list(directory, listing));
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        measure(DELETE, () -> {
            bucket.delete(key);
            return key;
        });
    }

    @Override
    public void close() {
        bucket.close();
    }

    private InputStream open(BucketOperation operation, Request<InputStream> request, ObjectKey key)
            throws IOException {
        long start = System.nanoTime();
        metrics.attempted(operation);
        InputStream body = attempt(operation, request);
        var metered = new MeteredBody(body, operation, metrics, start);
        return body instanceof ObjectBody known ? new ObjectBody(key, metered, known.length()) : metered;
    }

    private <T> T measure(BucketOperation operation, Request<T> request) throws IOException {
        long start = System.nanoTime();
        metrics.attempted(operation);
        T answer = attempt(operation, request);
        metrics.succeeded(operation, (System.nanoTime() - start) / 1e9);
        return answer;
    }

    private <T> T attempt(BucketOperation operation, Request<T> request) throws IOException {
        try {
            return request.send();
        } catch (ObjectNotFoundException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            metrics.failed(operation);
            throw e;
        }
    }

    private interface Request<T> {
        T send() throws IOException;
    }
}
