package io.hypnos.service.grpc;

import java.io.IOException;
import java.io.OutputStream;

import org.xerial.snappy.Snappy;

/// Writes a stream in the format of [SnappyFrame]. A chunk that Snappy shrinks by less than an eighth is stored plain.
final class SnappyFrameOutput extends OutputStream {

    private final OutputStream to;
    private final byte[] plain = new byte[SnappyFrame.MAX_PLAIN_BYTES];
    private final byte[] packed = new byte[Snappy.maxCompressedLength(SnappyFrame.MAX_PLAIN_BYTES)];
    private final byte[] header = new byte[SnappyFrame.HEADER_BYTES + SnappyFrame.CHECKSUM_BYTES];
    private int length;
    private boolean started;

    SnappyFrameOutput(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        if (length == plain.length) {
            writeChunk();
        }
        plain[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int rest = count;
        while (rest > 0) {
            if (length == plain.length) {
                writeChunk();
            }
            int part = Math.min(rest, plain.length - length);
            System.arraycopy(bytes, from, plain, length, part);
            length += part;
            from += part;
            rest -= part;
        }
    }

    @Override
    public void flush() throws IOException {
        writeChunk();
        to.flush();
    }

    @Override
    public void close() throws IOException {
        writeChunk();
        to.close();
    }

    private void writeChunk() throws IOException {
        if (!started) {
            started = true;
            to.write(SnappyFrame.START);
        }
        if (length == 0) {
            return;
        }
        int packedLength = Snappy.compress(plain, 0, length, packed, 0);
        boolean worthIt = packedLength < length - length / 8;
        writeHeader(worthIt ? SnappyFrame.COMPRESSED : SnappyFrame.PLAIN, worthIt ? packedLength : length);
        if (worthIt) {
            to.write(packed, 0, packedLength);
        } else {
            to.write(plain, 0, length);
        }
        length = 0;
    }

    private void writeHeader(int type, int dataLength) throws IOException {
        int bodyLength = dataLength + SnappyFrame.CHECKSUM_BYTES;
        int checksum = SnappyFrame.maskedChecksum(plain, 0, length);
        header[0] = (byte) type;
        header[1] = (byte) bodyLength;
        header[2] = (byte) (bodyLength >>> 8);
        header[3] = (byte) (bodyLength >>> 16);
        header[4] = (byte) checksum;
        header[5] = (byte) (checksum >>> 8);
        header[6] = (byte) (checksum >>> 16);
        header[7] = (byte) (checksum >>> 24);
        to.write(header);
    }
}
