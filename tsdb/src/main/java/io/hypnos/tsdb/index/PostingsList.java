package io.hypnos.tsdb.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import io.hypnos.tsdb.io.CorruptBlockException;

/// The stored form of [Postings].
///
///     length (4) · count (4) · { series reference (4) }* · CRC-32C of count and references (4)
///
/// References are without a sign and strictly ascending. Works on bytes, wherever they came from.
public final class PostingsList {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    /// Length, count and checksum.
    static final int OVERHEAD = 12;

    private PostingsList() {}

    /// The number of bytes that a list takes, of which the first four are given.
    ///
    /// @throws CorruptBlockException when no list begins so
    public static long storedSize(String file, long fileOffset, byte[] bytes, int offset) {
        long length = Integer.toUnsignedLong((int) INT.get(bytes, offset));
        if (length < 4 || (length & 3) != 0 || length > Integer.MAX_VALUE - OVERHEAD) {
            throw new CorruptBlockException(file, fileOffset, "the length of a postings list", "" + length);
        }
        return length + IndexFormat.FRAME_OVERHEAD;
    }

    /// Decodes the list that begins at `bytes[offset]`; there may be more bytes behind it.
    ///
    /// @param fileOffset where in the file the list begins
    /// @throws CorruptBlockException when the bytes are cut short, in wrong order or not what their checksum says
    public static Postings decode(String file, long fileOffset, byte[] bytes, int offset, int available) {
        if (available < OVERHEAD) {
            throw new CorruptBlockException(file, fileOffset, "a postings list", available + " bytes");
        }
        long size = storedSize(file, fileOffset, bytes, offset);
        if (size > available) {
            throw new CorruptBlockException(file, fileOffset, "a postings list of " + size + " bytes",
                    available + " bytes");
        }
        int length = (int) size - IndexFormat.FRAME_OVERHEAD;
        var crc = new CRC32C();
        crc.update(bytes, offset + 4, length);
        int stored = (int) INT.get(bytes, offset + 4 + length);
        if ((int) crc.getValue() != stored) {
            throw CorruptBlockException.checksum(file, fileOffset + 4 + length, (int) crc.getValue(), stored);
        }
        int count = length / 4 - 1;
        if ((int) INT.get(bytes, offset + 4) != count) {
            throw new CorruptBlockException(file, fileOffset + 4, "a count of " + count,
                    Integer.toUnsignedString((int) INT.get(bytes, offset + 4)));
        }
        int[] refs = new int[count];
        int first = offset + 8;
        for (int i = 0; i < count; i++) {
            refs[i] = (int) INT.get(bytes, first + 4 * i);
        }
        requireAscending(file, fileOffset, refs);
        return Postings.of(refs);
    }

    private static void requireAscending(String file, long fileOffset, int[] refs) {
        boolean ascending = true;
        for (int i = 1; i < refs.length; i++) {
            ascending &= Integer.compareUnsigned(refs[i - 1], refs[i]) < 0;
        }
        if (!ascending) {
            throw new CorruptBlockException(file, fileOffset, "ascending series references", "unordered ones");
        }
    }
}
