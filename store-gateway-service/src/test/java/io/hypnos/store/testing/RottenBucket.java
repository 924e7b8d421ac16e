package io.hypnos.store.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectAttributes;
import io.hypnos.objstore.ObjectKey;

/// A bucket in which single bytes of objects have turned into others, or objects have vanished.
public final class RottenBucket implements Bucket {

    private final Bucket bucket;
    private final Map<ObjectKey, byte[]> rotten = new ConcurrentHashMap<>();

    /// Takes over `bucket`.
    public RottenBucket(Bucket bucket) {
        this.bucket = bucket;
    }

    /// The bytes of an object as they were put.
    public byte[] original(ObjectKey key) throws IOException {
        try (InputStream body = bucket.get(key)) {
            return body.readAllBytes();
        }
    }

    /// Makes an object have other bytes.
    public void replace(ObjectKey key, byte[] bytes) {
        rotten.put(key, bytes.clone());
    }

    /// Makes everything good again.
    public void heal() {
        rotten.clear();
    }

    @Override
    public String name() {
        return "rotten " + bucket.name();
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        byte[] bytes = rotten.get(key);
        return bytes == null ? bucket.get(key) : new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        byte[] bytes = rotten.get(key);
        if (bytes == null) {
            return bucket.getRange(key, offset, length);
        }
        int from = (int) Math.min(offset, bytes.length);
        int to = length < 0 ? bytes.length : (int) Math.min(offset + length, bytes.length);
        return new ByteArrayInputStream(Arrays.copyOfRange(bytes, from, Math.max(from, to)));
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        bucket.put(key, body, length);
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        return bucket.exists(key);
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        ObjectAttributes attributes = bucket.attributes(key);
        byte[] bytes = rotten.get(key);
        return bytes == null ? attributes : new ObjectAttributes(bytes.length, attributes.lastModified());
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) throws IOException {
        return bucket.list(directory, listing);
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        bucket.delete(key);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
