package io.hypnos.service.grpc;

import java.util.zip.CRC32C;

/// Snappy's framing format, of which a stream is a sequence of chunks:
///
///     type (1) · length (3, little-endian) · body
///
/// A stream starts with the chunk `ff 06 00 00 "sNaPpY"`. A body of type 0 is a masked CRC-32C (4, little-endian) of the plain bytes and their
/// Snappy block, of type 1 the checksum and the plain bytes themselves; either stands for at most 65 536 plain bytes. Types 0x80 to 0xfe may
/// be skipped, 0x02 to 0x7f may not. (google/snappy, framing_format.txt)
final class SnappyFrame {

    static final int COMPRESSED = 0x00;
    static final int PLAIN = 0x01;
    static final int FIRST_SKIPPABLE = 0x80;
    static final int STREAM_START = 0xFF;

    static final int HEADER_BYTES = 4;
    static final int CHECKSUM_BYTES = 4;
    static final int MAX_PLAIN_BYTES = 65_536;

    /// The first chunk of a stream, whole.
    static final byte[] START = {(byte) 0xFF, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};

    private static final int MASK_DELTA = 0xA282EAD8;

    private SnappyFrame() {}

    static int maskedChecksum(byte[] plain, int offset, int length) {
        var crc = new CRC32C();
        crc.update(plain, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
