package io.hypnos.service.grpc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.xerial.snappy.Snappy;

/// Reads a stream in the format of [SnappyFrame]. Lengths are checked before they are believed; a wrong checksum, a chunk out of place or a
/// stream that ends inside a chunk is an [IOException].
final class SnappyFrameInput extends InputStream {

    private final InputStream from;
    private final byte[] plain = new byte[SnappyFrame.MAX_PLAIN_BYTES];
    private final byte[] packed = new byte[Snappy.maxCompressedLength(SnappyFrame.MAX_PLAIN_BYTES)];
    private final byte[] header = new byte[SnappyFrame.HEADER_BYTES];
    private int position;
    private int length;
    private boolean started;

    SnappyFrameInput(InputStream from) {
        this.from = from;
    }

    @Override
    public int read() throws IOException {
        return fill() ? plain[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(count, length - position);
        System.arraycopy(plain, position, into, offset, part);
        position += part;
        return part;
    }

    @Override
    public int available() {
        return length - position;
    }

    @Override
    public void close() throws IOException {
        from.close();
    }

    private boolean fill() throws IOException {
        while (position == length) {
            if (!readHeader()) {
                return false;
            }
            readBody(header[0] & 0xFF, (header[1] & 0xFF) | (header[2] & 0xFF) << 8 | (header[3] & 0xFF) << 16);
        }
        return true;
    }

    private boolean readHeader() throws IOException {
        int got = from.readNBytes(header, 0, header.length);
        if (got == 0) {
            return false;
        }
        if (got < header.length) {
            throw new EOFException("snappy stream ends inside a chunk header");
        }
        return true;
    }

    private void readBody(int type, int bodyLength) throws IOException {
        if (!started && type != SnappyFrame.STREAM_START) {
            throw new IOException("snappy stream does not start with its identifier");
        }
        switch (type) {
            case SnappyFrame.STREAM_START -> readStart(bodyLength);
            case SnappyFrame.COMPRESSED -> readCompressed(bodyLength);
            case SnappyFrame.PLAIN -> readPlain(bodyLength);
            default -> {
                if (type < SnappyFrame.FIRST_SKIPPABLE) {
                    throw new IOException("snappy chunk of unknown type " + type);
                }
                from.skipNBytes(bodyLength);
            }
        }
    }

    private void readStart(int bodyLength) throws IOException {
        byte[] name = readExactly(packed, Math.min(bodyLength, SnappyFrame.START.length));
        int nameLength = SnappyFrame.START.length - SnappyFrame.HEADER_BYTES;
        if (bodyLength != nameLength || !Arrays.equals(name, 0, nameLength, SnappyFrame.START, SnappyFrame.HEADER_BYTES,
                SnappyFrame.START.length)) {
            throw new IOException("snappy stream has a wrong identifier");
        }
        started = true;
    }

    private void readCompressed(int bodyLength) throws IOException {
        int expected = readChecksum(bodyLength, packed.length);
        int packedLength = bodyLength - SnappyFrame.CHECKSUM_BYTES;
        readExactly(packed, packedLength);
        if (!Snappy.isValidCompressedBuffer(packed, 0, packedLength)
                || Snappy.uncompressedLength(packed, 0, packedLength) > plain.length) {
            throw new IOException("snappy chunk is broken");
        }
        accept(Snappy.uncompress(packed, 0, packedLength, plain, 0), expected);
    }

    private void readPlain(int bodyLength) throws IOException {
        int expected = readChecksum(bodyLength, plain.length);
        int plainLength = bodyLength - SnappyFrame.CHECKSUM_BYTES;
        readExactly(plain, plainLength);
        accept(plainLength, expected);
    }

    private int readChecksum(int bodyLength, int maxData) throws IOException {
        if (bodyLength < SnappyFrame.CHECKSUM_BYTES || bodyLength - SnappyFrame.CHECKSUM_BYTES > maxData) {
            throw new IOException("snappy chunk of " + bodyLength + " bytes is impossible");
        }
        byte[] bytes = readExactly(header, SnappyFrame.CHECKSUM_BYTES);
        return (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16 | (bytes[3] & 0xFF) << 24;
    }

    private void accept(int plainLength, int expectedChecksum) throws IOException {
        if (SnappyFrame.maskedChecksum(plain, 0, plainLength) != expectedChecksum) {
            throw new IOException("snappy chunk has a wrong checksum");
        }
        position = 0;
        length = plainLength;
    }

    private byte[] readExactly(byte[] into, int count) throws IOException {
        if (from.readNBytes(into, 0, count) < count) {
            throw new EOFException("snappy stream ends inside a chunk");
        }
        return into;
    }
}
