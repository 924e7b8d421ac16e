package io.hypnos.objstore.filesystem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The bytes of a file from a place on. Keeps the place itself: to pass over bytes costs nothing, to read some is one call of the system, where
/// the JDK's stream makes four for each (position, size, position, read). Who reads a few hundred bytes out of every twenty thousand, as a
/// query at one instant does with chunks, feels that.
///
/// For one thread.
final class FileBody extends InputStream {

    private final FileChannel channel;
    private long position;

    /// Takes ownership of `channel`.
    FileBody(FileChannel channel, long position) {
        this.channel = channel;
        this.position = position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int read = channel.read(ByteBuffer.wrap(into, offset, count), position);
        if (read > 0) {
            position += read;
        }
        return read;
    }

    /// May pass the end of the file; the next read tells.
    @Override
    public long skip(long count) {
        long skipped = Math.max(0, count);
        position += skipped;
        return skipped;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
