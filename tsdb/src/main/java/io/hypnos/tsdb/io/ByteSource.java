package io.hypnos.tsdb.io;

import io.hypnos.series.StorageException;

/// Bytes of known size that can be read from any position: a file, an array, an object in a bucket. They do not change while the source is open.
///
/// All methods but [#close()] may be called by several threads.
public interface ByteSource extends AutoCloseable {

    /// What error messages call it, as a rule the file's path.
    String name();

    /// Number of bytes.
    long size();

    /// Fills `into[at]` to `into[at + length - 1]` with the bytes from `offset` on.
    ///
    /// @throws CorruptBlockException when the source ends before
    /// @throws StorageException      when reading fails
    void read(long offset, byte[] into, int at, int length);

    /// The `length` bytes from `offset` on, in an array of their own; checked against the size before anything is allocated.
    ///
    /// @throws CorruptBlockException when the source ends before
    /// @throws StorageException      when reading fails
    default byte[] read(long offset, int length) {
        requireInside(offset, length);
        byte[] bytes = new byte[length];
        read(offset, bytes, 0, length);
        return bytes;
    }

    /// Returns when the source has `length` bytes from `offset` on.
    ///
    /// @throws CorruptBlockException otherwise
    default void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw new CorruptBlockException(name(), offset, length + " more bytes", "the end at " + size());
        }
    }

    @Override
    void close();

    /// The given bytes as a source. Lent.
    static ByteSource of(String name, byte[] bytes) {
        return new ByteSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long offset, byte[] into, int at, int length) {
                requireInside(offset, length);
                System.arraycopy(bytes, (int) offset, into, at, length);
            }

            @Override
            public void close() {}
        };
    }
}
