package io.hypnos.tsdb.block;

import java.util.zip.CRC32C;

import io.hypnos.series.chunk.AggregateChunkCodec;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.InvalidChunkException;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.io.CorruptBlockException;

/// One chunk in a segment file, see [ChunkSegmentFormat]. Works on bytes, wherever they came from.
///
///     data length uvarint (at most 5 bytes) · encoding (1) · data · CRC-32C of encoding and data (4)
public final class ChunkRecord {

    static final int MAX_LENGTH_SIZE = 5;
    /// Encoding and checksum.
    private static final int OVERHEAD = 5;
    /// The longest data that is believed: a broken length must not decide how much is allocated. Chunks are a few KiB.
    private static final int MAX_DATA = 1 << 26;
    /// No record is shorter.
    public static final int MIN_SIZE = 1 + OVERHEAD;

    private ChunkRecord() {}

    /// The size in bytes of the record that begins at `bytes[offset]`.
    ///
    /// @param available how many bytes are there; with five or more the answer is sure, with fewer it may be -1 for "cannot tell"
    /// @throws CorruptBlockException when no record begins so
    public static int size(String file, long fileOffset, byte[] bytes, int offset, int available) {
        long length = 0;
        for (int i = 0; i < MAX_LENGTH_SIZE; i++) {
            if (i == available) {
                return -1;
            }
            byte b = bytes[offset + i];
            length |= (long) (b & 0x7F) << (7 * i);
            if (b >= 0) {
                if (length > MAX_DATA) {
                    break;
                }
                return i + 1 + (int) length + OVERHEAD;
            }
        }
        throw new CorruptBlockException(file, fileOffset, "the length of a chunk", length + "");
    }

    /// The record as a chunk, whose bytes are a slice of `bytes`.
    ///
    /// @param fileOffset where in the file the record begins
    /// @param available  how many bytes there are from `offset` on; there may be more than the record
    /// @throws CorruptBlockException when the bytes are cut short or not what their checksum says, or their encoding is unknown
    public static SeriesChunk decode(String file, long fileOffset, byte[] bytes, int offset, int available,
            long minTime, long maxTime) {
        int size = check(file, fileOffset, bytes, offset, available);
        int encodingAt = encodingAt(bytes, offset);
        try {
            var encoding = ChunkEncoding.of(bytes[encodingAt] & 0xFF);
            int dataAt = encodingAt + 1;
            int length = offset + size - 4 - dataAt;
            return encoding == ChunkEncoding.AGGREGATE
                    ? AggregateChunkCodec.parse(minTime, maxTime, bytes, dataAt, length)
                    : new Chunk(minTime, maxTime, encoding, bytes, dataAt, length);
        } catch (InvalidChunkException e) {
            throw new CorruptBlockException(file, fileOffset, "a readable chunk", String.valueOf(e.getMessage()));
        }
    }

    /// Checks length and checksum of the record, and returns its size.
    ///
    /// @throws CorruptBlockException when one of them is wrong
    public static int check(String file, long fileOffset, byte[] bytes, int offset, int available) {
        int size = size(file, fileOffset, bytes, offset, available);
        if (size < 0 || size > available) {
            throw new CorruptBlockException(file, fileOffset,
                    "a chunk" + (size < 0 ? "" : " of " + size + " bytes"), available + " bytes");
        }
        int encodingAt = encodingAt(bytes, offset);
        int crcAt = offset + size - 4;
        var crc = new CRC32C();
        crc.update(bytes, encodingAt, crcAt - encodingAt);
        int stored = bytes[crcAt] << 24 | (bytes[crcAt + 1] & 0xFF) << 16 | (bytes[crcAt + 2] & 0xFF) << 8
                | bytes[crcAt + 3] & 0xFF;
        if ((int) crc.getValue() != stored) {
            throw CorruptBlockException.checksum(file, fileOffset + size - 4, (int) crc.getValue(), stored);
        }
        return size;
    }

    /// Index of the encoding byte of a record whose size is known to be right.
    static int encodingAt(byte[] bytes, int offset) {
        int at = offset;
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }
}
