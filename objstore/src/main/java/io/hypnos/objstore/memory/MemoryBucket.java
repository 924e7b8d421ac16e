package io.hypnos.objstore.memory;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectAttributes;
import io.hypnos.objstore.ObjectBody;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;

/// A bucket in the heap: for tests, and the plainest reading of what [Bucket] promises. Objects are limited to 2 GiB.
public final class MemoryBucket implements Bucket {

    private final ConcurrentSkipListMap<ObjectKey, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final Clock clock;

    public MemoryBucket() {
        this(Clock.systemUTC());
    }

    /// @param clock gives objects their time
    public MemoryBucket(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "MEMORY";
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return getRange(key, 0, -1);
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        if (offset < 0 || length < -1) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length);
        }
        byte[] bytes = find(key).bytes();
        int from = (int) Math.min(offset, bytes.length);
        int count = (int) (length < 0 ? bytes.length - from : Math.min(length, bytes.length - from));
        return new ObjectBody(key, new ByteArrayInputStream(bytes, from, count), count);
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        byte[] bytes = body.readNBytes(Math.toIntExact(length));
        if (bytes.length < length) {
            throw new EOFException("body for " + key + " ended after " + bytes.length + " of " + length + " bytes");
        }
        objects.put(key, new StoredObject(bytes, clock.instant()));
    }

    @Override
    public boolean exists(ObjectKey key) {
        return objects.containsKey(key);
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        StoredObject object = find(key);
        return new ObjectAttributes(object.bytes().length, object.lastModified());
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> directory, Listing listing) {
        String start = directory.map(key -> key.value() + "/").orElse("");
        var entries = new TreeSet<Entry>();
        for (ObjectKey key : objects.keySet()) {
            if (!key.value().startsWith(start)) {
                continue;
            }
            int slash = listing == Listing.RECURSIVE ? -1 : key.value().indexOf('/', start.length());
            entries.add(slash < 0
                    ? new Entry(key, false)
                    : new Entry(new ObjectKey(key.value().substring(0, slash)), true));
        }
        return List.copyOf(entries);
    }

    @Override
    public void delete(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public void close() {}

    private StoredObject find(ObjectKey key) throws ObjectNotFoundException {
        StoredObject object = objects.get(key);
        if (object == null) {
            throw new ObjectNotFoundException(key);
        }
        return object;
    }

    private record StoredObject(byte[] bytes, Instant lastModified) {}
}
