package io.hypnos.objstore.s3;

import java.io.IOException;

import io.minio.GetObjectResponse;
import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.ObjectBody;
import io.hypnos.objstore.ObjectKey;

/// Checks that an answer is the one that was asked for, and gives it the length that the service promised.
final class S3Body {

    private S3Body() {}

    static ObjectBody whole(ObjectKey key, GetObjectResponse response) throws IOException {
        return new ObjectBody(key, response, contentLength(key, response));
    }

    static ObjectBody range(ObjectKey key, GetObjectResponse response, long offset, long length) throws IOException {
        long sent = contentLength(key, response);
        @Nullable
        String range = response.headers().get("Content-Range");
        boolean asked = range == null ? offset == 0 : range.startsWith("bytes " + offset + "-");
        if (!asked || range != null && length >= 0 && sent > length) {
            response.close();
            throw new IOException("asked for " + length + " bytes of " + key + " from " + offset + ", was sent "
                    + (range == null ? sent + " bytes from the start" : range));
        }
        return new ObjectBody(key, response, length < 0 ? sent : Math.min(sent, length));
    }

    private static long contentLength(ObjectKey key, GetObjectResponse response) throws IOException {
        @Nullable
        String length = response.headers().get("Content-Length");
        try {
            if (length != null) {
                return Long.parseUnsignedLong(length);
            }
        } catch (NumberFormatException e) {
            // As bad as none.
        }
        response.close();
        throw new IOException("the object store sent " + key + " without its length");
    }
}
