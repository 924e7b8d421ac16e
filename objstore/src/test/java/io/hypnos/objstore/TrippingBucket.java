package io.hypnos.objstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// A bucket that fails before the requests that a test chooses.
public final class TrippingBucket implements Bucket {

    private final Bucket bucket;
    private final BiPredicate<BucketOperation, ObjectKey> trip;

    private static final ObjectKey ROOT = ObjectKey.of("root");

    /// @param trip asked before each request; listings of the root are of the key `root`
    public TrippingBucket(Bucket bucket, BiPredicate<BucketOperation, ObjectKey> trip) {
        this.bucket = bucket;
        this.trip = trip;
    }

    @Override
    public String name() {
        return bucket.name();
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        check(BucketOperation.GET, key);
        return bucket.get(key);
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        check(BucketOperation.GET_RANGE, key);
        return bucket.getRange(key, offset, length);
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        check(BucketOperation.UPLOAD, key);
        bucket.put(key, body, length);
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        check(BucketOperation.EXISTS, key);
        return bucket.exists(key);
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        check(BucketOperation.ATTRIBUTES, key);
        return bucket.attributes(key);
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
        check(BucketOperation.ITER, directory.orElse(ROOT));
        return bucket.list(directory, listing);
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        check(BucketOperation.DELETE, key);
        bucket.delete(key);
    }

    @Override
    public void close() {
        bucket.close();
    }

    private void check(BucketOperation operation, ObjectKey key) throws IOException {
        if (trip.test(operation, key)) {
            throw new IOException("tripped: " + operation.label() + " " + key);
        }
    }
}
