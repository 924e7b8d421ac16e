package io.hypnos.objstore.block;

import java.io.IOException;
import java.io.InputStream;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectKey;

/// Reads objects that are small by nature, and refuses to load what only pretends to be one of them.
final class SmallObject {

    /// The largest metas, those of blocks made from thousands of others, have a few MiB.
    private static final int MAX_SIZE = 64 << 20;

    private SmallObject() {}

    static byte[] read(Bucket bucket, ObjectKey key) throws IOException {
        try (InputStream body = bucket.get(key)) {
            byte[] bytes = body.readNBytes(MAX_SIZE + 1);
            if (bytes.length > MAX_SIZE) {
                throw new IOException(key + " has more than " + MAX_SIZE + " bytes");
            }
            return bytes;
        }
    }
}
