package io.hypnos.tsdb.block;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// A segment file, `chunks/000001` and following: the chunks of a block, back to back.
///
///     magic 0x85BD40DD (4) · version 1 (1) · zeros (3) · record*        see ChunkRecord
///
/// A reference to a chunk holds the number of its segment in the upper 32 bits and the offset of its record in the lower. The number is the
/// place of the file among all names in order, from 0 on, so that of `000001` is 0. Golden: `golden/chunks-000001.hex`.
public final class ChunkSegmentFormat {

    public static final String DIRECTORY = "chunks";
    public static final int HEADER_SIZE = 8;
    /// Size at which a writer begins a new segment.
    public static final long DEFAULT_SEGMENT_SIZE = 512L << 20;

    static final int MAGIC = 0x85BD40DD;
    static final int VERSION = 1;

    private ChunkSegmentFormat() {}

    /// The name of the segment with a number from 0 on.
    public static String fileName(int segment) {
        return String.format("%06d", segment + 1);
    }

    public static long ref(int segment, long offset) {
        return (long) segment << 32 | offset;
    }

    public static int segment(long ref) {
        return (int) (ref >>> 32);
    }

    public static long offset(long ref) {
        return ref & 0xFFFFFFFFL;
    }

    /// Checks the header of a segment.
    ///
    /// @throws CorruptBlockException       when it is none
    /// @throws UnsupportedVersionException when its version is unknown
    public static void requireHeader(ByteSource source) {
        byte[] header = source.read(0, HEADER_SIZE);
        int magic = header[0] << 24 | (header[1] & 0xFF) << 16 | (header[2] & 0xFF) << 8 | header[3] & 0xFF;
        if (magic != MAGIC) {
            throw CorruptBlockException.magic(source.name(), 0, MAGIC, magic);
        }
        if (header[4] != VERSION) {
            throw new UnsupportedVersionException(source.name(), 4, header[4] & 0xFF, VERSION, VERSION);
        }
    }
}
