package io.hypnos.tsdb.head;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/// A file read from its beginning to its end through a window, by absolute offsets that do not go back further than one chunk.
final class HeadChunkScan {

    private final FileChannel channel;
    private final long size;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer window = ByteBuffer.allocate(1 << 20);
    private long start;

    HeadChunkScan(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
        window.limit(0);
    }

    int getByte(long at) throws IOException {
        return window.get(load(at, 1)) & 0xFF;
    }

    int getInt(long at) throws IOException {
        return window.getInt(load(at, 4));
    }

    long getLong(long at) throws IOException {
        return window.getLong(load(at, 8));
    }

    boolean isZero(long at, long count) throws IOException {
        int from = load(at, (int) count);
        for (int i = from; i < from + count; i++) {
            if (window.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    int checksum(long at, int count) throws IOException {
        int from = load(at, count);
        crc.reset();
        crc.update(window.array(), from, count);
        return (int) crc.getValue();
    }

    /// Makes sure that the bytes are in the window and returns their index there.
    private int load(long at, int count) throws IOException {
        if (at < start || at + count > start + window.limit()) {
            if (at + count > size) {
                throw new IOException("unexpected end of file at " + size);
            }
            if (count > window.capacity()) {
                window = ByteBuffer.allocate(count);
            }
            window.clear();
            start = at;
            while (window.hasRemaining()) {
                int n = channel.read(window, start + window.position());
                if (n < 0) {
                    break;
                }
            }
            window.flip();
        }
        return (int) (at - start);
    }
}
