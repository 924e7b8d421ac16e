package io.hypnos.allinone.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.xerial.snappy.Snappy;

/// The bytes of one HTTP request, head and compressed body, in one array, so that they go out in one write. Belongs to one connection.
public final class RequestBuffer {

    private static final int MAX_HEAD = 16 << 10;

    private byte[] bytes = new byte[0];
    private int start;
    private int length;
    private int bodyLength;

    /// Replaces the content. The body is compressed afresh each time, as every sender does: 55 ns per sample of 340 bytes.
    public void fill(PreparedRequest request) {
        byte[] plain = request.body();
        int needed = MAX_HEAD + Snappy.maxCompressedLength(plain.length);
        if (bytes.length < needed) {
            bytes = new byte[needed];
        }
        try {
            bodyLength = Snappy.compress(plain, 0, plain.length, bytes, MAX_HEAD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int head = request.head().length(bodyLength);
        if (head > MAX_HEAD) {
            throw new IllegalArgumentException("the headers take more than " + MAX_HEAD + " bytes");
        }
        start = MAX_HEAD - head;
        length = head + bodyLength;
        request.head().write(bodyLength, bytes, start);
    }

    /// Holds the request from [#start] on. Lent until the next [#fill].
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    /// Bytes of the whole request.
    public int length() {
        return length;
    }

    /// Bytes of the compressed body.
    public int bodyLength() {
        return bodyLength;
    }
}
