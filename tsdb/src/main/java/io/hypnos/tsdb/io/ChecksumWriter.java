package io.hypnos.tsdb.io;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Writes a new file through one buffer, in the number formats of [ByteReader], with a running CRC-32C on demand. For one thread.
///
/// Nothing is durable before [#sync()].
public final class ChecksumWriter implements Closeable {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /// Every number fits this.
    private static final int MAX_NUMBER = 10;

    private final FileChannel channel;
    private final byte[] buffer;
    private final CRC32C crc = new CRC32C();
    private int used;
    /// Bytes of the file before the buffer.
    private long flushed;
    /// Index in the buffer of the first byte that is not yet in the checksum; negative while there is none.
    private int crcFrom = -1;

    private ChecksumWriter(FileChannel channel, int bufferSize) {
        this.channel = channel;
        this.buffer = new byte[bufferSize];
    }

    /// A writer to a file that does not exist yet.
    public static ChecksumWriter create(Path path, int bufferSize) throws IOException {
        var channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new ChecksumWriter(channel, Math.max(bufferSize, 64));
    }

    /// Number of bytes written so far, which is where the next one goes.
    public long position() {
        return flushed + used;
    }

    public void u8(int value) throws IOException {
        room(1);
        buffer[used++] = (byte) value;
    }

    public void i32(int value) throws IOException {
        room(4);
        INT.set(buffer, used, value);
        used += 4;
    }

    public void i64(long value) throws IOException {
        room(8);
        LONG.set(buffer, used, value);
        used += 8;
    }

    public void uvarint(long value) throws IOException {
        room(MAX_NUMBER);
        used = putUvarint(buffer, used, value);
    }

    public void varint(long value) throws IOException {
        uvarint(value << 1 ^ value >> 63);
    }

    public void bytes(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - used) {
            flush();
            if (length >= buffer.length) {
                if (crcFrom >= 0) {
                    crc.update(bytes, offset, length);
                }
                writeFully(ByteBuffer.wrap(bytes, offset, length));
                flushed += length;
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }

    /// A text behind its length.
    public void text(byte[] text, int offset, int length) throws IOException {
        uvarint(length);
        bytes(text, offset, length);
    }

    /// Zeros up to the next multiple of `alignment`, a power of two.
    public void alignTo(int alignment) throws IOException {
        while ((position() & alignment - 1) != 0) {
            u8(0);
        }
    }

    /// Begins a checksum at the next byte.
    public void startChecksum() {
        crc.reset();
        crcFrom = used;
    }

    /// Ends the checksum begun by [#startChecksum()] and writes it.
    public void writeChecksum() throws IOException {
        i32(checksum());
    }

    private int checksum() {
        crc.update(buffer, crcFrom, used - crcFrom);
        crcFrom = -1;
        return (int) crc.getValue();
    }

    /// Overwrites four bytes that were written before and are in no running checksum.
    public void patchI32(long position, int value) throws IOException {
        if (position >= flushed) {
            INT.set(buffer, (int) (position - flushed), value);
            return;
        }
        if (position + 4 > flushed) {
            flush();
        }
        var four = ByteBuffer.allocate(4).putInt(0, value);
        while (four.hasRemaining()) {
            channel.write(four, position + four.position());
        }
    }

    public void flush() throws IOException {
        if (crcFrom >= 0) {
            crc.update(buffer, crcFrom, used - crcFrom);
            crcFrom = 0;
        }
        writeFully(ByteBuffer.wrap(buffer, 0, used));
        flushed += used;
        used = 0;
    }

    /// Writes everything and waits until the device has it.
    public void sync() throws IOException {
        flush();
        channel.force(true);
    }

    /// Closes the file without writing what is still in the buffer: whoever wants it calls [#flush()] or [#sync()] first.
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Puts a `uvarint` at `target[at]` and returns the index behind it.
    public static int putUvarint(byte[] target, int at, long value) {
        while ((value & ~0x7FL) != 0) {
            target[at++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        target[at++] = (byte) value;
        return at;
    }

    /// Puts a zigzag `varint` at `target[at]` and returns the index behind it.
    public static int putVarint(byte[] target, int at, long value) {
        return putUvarint(target, at, value << 1 ^ value >> 63);
    }

    public static int uvarintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    private void room(int bytes) throws IOException {
        if (bytes > buffer.length - used) {
            flush();
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
