package io.hypnos.tsdb.wal;

import static io.hypnos.tsdb.wal.WalFormat.FIRST;
import static io.hypnos.tsdb.wal.WalFormat.FULL;
import static io.hypnos.tsdb.wal.WalFormat.HEADER_SIZE;
import static io.hypnos.tsdb.wal.WalFormat.LAST;
import static io.hypnos.tsdb.wal.WalFormat.MIDDLE;
import static io.hypnos.tsdb.wal.WalFormat.PAGE_SIZE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Writes one segment, from its beginning to its end. The frame is in [WalFormat].
///
/// Records are collected in a buffer, laid out over the pages, until [#flush()] hands them to the operating system. For one thread at a time,
/// but for [#sync()], which may be called beside the others.
final class SegmentWriter {

    private final int number;
    private final int maxPages;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    /// Length of the file after the last flush that went well.
    private volatile long flushed;
    /// Length of the file when everything in the buffer is written.
    private long length;

    SegmentWriter(Path file, int number, int segmentSize) throws IOException {
        this.number = number;
        this.maxPages = segmentSize / PAGE_SIZE;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    int number() {
        return number;
    }

    /// Bytes in the file after the next flush.
    long length() {
        return length;
    }

    /// Bytes that the operating system has.
    long flushed() {
        return flushed;
    }

    /// Whether a record fits. One that is longer than a whole segment fits into an empty one, which then grows over its size.
    boolean fits(int size) {
        if (length == 0) {
            return true;
        }
        long pages = length / PAGE_SIZE;
        int inPage = (int) (length % PAGE_SIZE);
        long room = Math.max(0, PAGE_SIZE - inPage - HEADER_SIZE);
        room += (PAGE_SIZE - HEADER_SIZE) * (maxPages - pages - 1);
        return size <= room;
    }

    /// Adds a record. Its checksum is of all of it and used where it is not split.
    void add(byte[] data, int offset, int size, int flags, int checksum) throws IOException {
        int rest = size;
        boolean first = true;
        do {
            int left = PAGE_SIZE - (int) (length % PAGE_SIZE);
            if (left < HEADER_SIZE) {
                zeros(left);
                left = PAGE_SIZE;
            }
            int part = Math.min(rest, left - HEADER_SIZE);
            boolean last = part == rest;
            int type = first ? last ? FULL : FIRST : last ? LAST : MIDDLE;
            int at = offset + size - rest;
            room(HEADER_SIZE + part);
            buffer.put((byte) (type | flags)).putShort((short) part);
            buffer.putInt(first && last ? checksum : checksum(data, at, part));
            buffer.put(data, at, part);
            length += HEADER_SIZE + part;
            rest -= part;
            first = false;
        } while (rest > 0);
    }

    private int checksum(byte[] data, int at, int size) {
        crc.reset();
        crc.update(data, at, size);
        return (int) crc.getValue();
    }

    private void zeros(int count) throws IOException {
        room(count);
        for (int i = 0; i < count; i++) {
            buffer.put((byte) 0);
        }
        length += count;
    }

    private void room(int size) throws IOException {
        if (buffer.remaining() < size) {
            write();
        }
    }

    private void write() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /// Hands everything to the operating system.
    void flush() throws IOException {
        write();
        flushed = length;
    }

    /// Takes back everything since the last flush that went well, as far as the file can still be changed.
    void rollback() throws IOException {
        buffer.clear();
        length = flushed;
        channel.truncate(flushed);
        channel.position(flushed);
    }

    void sync() throws IOException {
        channel.force(false);
    }

    /// Completes the last page.
    void pad() throws IOException {
        int inPage = (int) (length % PAGE_SIZE);
        if (inPage > 0) {
            zeros(PAGE_SIZE - inPage);
        }
        flush();
    }

    /// Closes the file as it is.
    void close() throws IOException {
        channel.close();
    }
}
