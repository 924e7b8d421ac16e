package io.hypnos.objstore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of an object, or of a range of one, with a length that is known before the first byte is read.
///
/// What the sender promised is what the reader gets: a source that ends early is an [EOFException], and bytes behind the promised end are
/// never handed out. Read by one thread; closing it closes the source.
public final class ObjectBody extends InputStream {

    private final ObjectKey key;
    private final InputStream source;
    private final long length;
    private long consumed;

    /// @param length the bytes that `source` must deliver
    public ObjectBody(ObjectKey key, InputStream source, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("negative length " + length + " of " + key);
        }
        this.key = key;
        this.source = source;
        this.length = length;
    }

    /// The number of bytes from the first to the last, whatever has been read of them.
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        if (consumed == length) {
            return -1;
        }
        int b = source.read();
        if (b < 0) {
            throw endedEarly();
        }
        consumed++;
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (consumed == length) {
            return -1;
        }
        int read = source.read(into, offset, (int) Math.min(count, length - consumed));
        if (read < 0) {
            throw endedEarly();
        }
        consumed += read;
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = source.skip(Math.min(count, length - consumed));
        consumed += skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(source.available(), length - consumed);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private EOFException endedEarly() {
        return new EOFException("body of " + key + " ended after " + consumed + " of " + length + " bytes");
    }
}
