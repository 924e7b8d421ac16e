package io.hypnos.objstore;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A request body that can be sent more than once.
interface RewindableBody {

    /// The body from its first byte on.
    InputStream fromStart() throws IOException;

    /// `body` as something that can be sent again; empty where that would need too much memory.
    static Optional<RewindableBody> of(InputStream body, long length) throws IOException {
        if (body instanceof FileInputStream file) {
            long start = file.getChannel().position();
            return Optional.of(() -> {
                file.getChannel().position(start);
                return file;
            });
        }
        if (length > RetryingBucket.SMALL) {
            return Optional.empty();
        }
        byte[] bytes = body.readNBytes((int) length);
        return Optional.of(() -> new ByteArrayInputStream(bytes));
    }
}
