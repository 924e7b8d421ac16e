package io.hypnos.objstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A part of a bucket as if it were all of it: every key lies below a prefix that callers neither give nor see.
public final class PrefixedBucket implements Bucket {

    private final Bucket bucket;
    private final ObjectKey prefix;

    /// Takes ownership of `bucket`.
    public PrefixedBucket(Bucket bucket, ObjectKey prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public String name() {
        return bucket.name() + " below " + prefix;
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return bucket.get(inside(key));
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        return bucket.getRange(inside(key), offset, length);
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        bucket.put(inside(key), body, length);
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        return bucket.exists(inside(key));
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        return bucket.attributes(inside(key));
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
        int cut = prefix.value().length() + 1;
        return bucket.list(Optional.of(directory.map(this::inside).orElse(prefix)), listing).stream().map(
                entry -> new Entry(new ObjectKey(entry.key().value().substring(cut)), entry.directory())).toList();
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        bucket.delete(inside(key));
    }

    @Override
    public void close() {
        bucket.close();
    }

    private ObjectKey inside(ObjectKey key) {
        return prefix.resolve(key.value());
    }
}
