package io.hypnos.tsdb.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A walk over a slice of a byte array, in the number formats of Prometheus' files: big-endian integers of fixed width, `uvarint` (seven bits
/// per byte, lowest first), `varint` (the same, zigzag) and texts behind their `uvarint` length.
///
/// Nothing is read outside the slice; what does not fit is a [CorruptBlockException] with the place in the file. For one thread; [#reset] lets
/// one reader serve many slices.
public final class ByteReader {

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final String file;
    private byte[] data;
    private int start;
    private int position;
    private int limit;
    /// Where in the file the slice begins.
    private long fileOffset;

    /// A reader of `length` bytes of `data` from `offset` on. Lent.
    ///
    /// @param file       what error messages call the origin of the bytes
    /// @param fileOffset where in it the slice begins
    public ByteReader(String file, long fileOffset, byte[] data, int offset, int length) {
        this.file = file;
        this.data = data;
        reset(fileOffset, data, offset, length);
    }

    /// Starts over with another slice from the same file.
    public void reset(long newFileOffset, byte[] newData, int offset, int length) {
        if (offset < 0 || length < 0 || offset > newData.length - length) {
            throw new IndexOutOfBoundsException("[" + offset + ", +" + length + ") of " + newData.length + " bytes");
        }
        this.data = newData;
        this.start = offset;
        this.position = offset;
        this.limit = offset + length;
        this.fileOffset = newFileOffset;
    }

    /// The array behind the slice; lent.
    public byte[] data() {
        return data;
    }

    /// Index in [#data()] of the next byte.
    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    /// Place of the next byte in the file.
    public long offset() {
        return fileOffset + position - start;
    }

    public void skip(int bytes) {
        require(bytes);
        position += bytes;
    }

    /// The next byte, without a sign.
    public int u8() {
        require(1);
        return data[position++] & 0xFF;
    }

    public int u16() {
        require(2);
        int value = (data[position] & 0xFF) << 8 | data[position + 1] & 0xFF;
        position += 2;
        return value;
    }

    public int i32() {
        require(4);
        int value = (int) INT.get(data, position);
        position += 4;
        return value;
    }

    /// Four bytes without a sign.
    public long u32() {
        return Integer.toUnsignedLong(i32());
    }

    public long i64() {
        require(8);
        long value = (long) LONG.get(data, position);
        position += 8;
        return value;
    }

    public long uvarint() {
        if (position < limit && data[position] >= 0) {
            return data[position++];
        }
        return longUvarint();
    }

    /// Reads `count` numbers, one after the other. Eight bytes are loaded at a time, and all numbers that end in them are taken apart without
    /// another load or a branch for each byte: chunk entries of an index have two or three bytes each, in no order that could be foreseen.
    ///
    /// @param into from index 0 on
    public void uvarints(long[] into, int count) {
        int i = 0;
        int at = position;
        int safe = limit - Long.BYTES;
        while (i < count && at <= safe) {
            long word = (long) LITTLE.get(data, at);
            long ends = ~word & 0x8080_8080_8080_8080L;
            if (ends == 0) {
                position = at;
                into[i++] = longUvarint();
                at = position;
                continue;
            }
            int bits = Long.numberOfTrailingZeros(ends) + 1;
            into[i++] = sevens(word & -1L >>> 64 - bits);
            at += bits >>> 3;
            ends &= ends - 1;
            int taken = bits;
            while (ends != 0 && i < count) {
                int end = Long.numberOfTrailingZeros(ends) + 1;
                bits = end - taken;
                into[i++] = sevens(word >>> taken & -1L >>> 64 - bits);
                at += bits >>> 3;
                taken = end;
                ends &= ends - 1;
            }
        }
        position = at;
        while (i < count) {
            into[i++] = uvarint();
        }
    }

    /// Pushes the lower seven bits of each byte together, by halves.
    private static long sevens(long bytes) {
        long pairs = bytes & 0x007F_007F_007F_007FL | (bytes & 0x7F00_7F00_7F00_7F00L) >>> 1;
        long fours = pairs & 0x0000_3FFF_0000_3FFFL | (pairs & 0x3FFF_0000_3FFF_0000L) >>> 2;
        return fours & 0x0FFF_FFFFL | (fours & 0x0FFF_FFFF_0000_0000L) >>> 4;
    }

    /// A zigzag number.
    public long varint() {
        return zigzag(uvarint());
    }

    /// What a number means that was written zigzag.
    public static long zigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /// A `uvarint` that fits 32 bits, without a sign.
    public int uvarint32() {
        long at = offset();
        long value = uvarint();
        if (value >>> 32 != 0) {
            throw new CorruptBlockException(file, at, "a number of 32 bits", Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /// A `uvarint` that counts things of which each takes at least `bytesEach` of the bytes that follow.
    public int count(int bytesEach) {
        long at = offset();
        long value = uvarint();
        if (value < 0 || value > remaining() / bytesEach) {
            throw new CorruptBlockException(file, at, "a count of things that fit into " + remaining() + " bytes",
                    Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /// Reads the `uvarint` length of a text and returns it; the text begins at [#position()] and is wholly there. The caller skips it.
    public int textLength() {
        return count(1);
    }

    /// A text as bytes of its own.
    public byte[] text() {
        int length = textLength();
        byte[] text = new byte[length];
        System.arraycopy(data, position, text, 0, length);
        position += length;
        return text;
    }

    /// The trouble at the next byte, for the caller to throw.
    public CorruptBlockException corrupt(String expected, String found) {
        return new CorruptBlockException(file, offset(), expected, found);
    }

    private void require(int bytes) {
        if (bytes < 0 || bytes > limit - position) {
            throw corrupt(bytes + " more bytes", "the end of the section after " + remaining());
        }
    }

    private long longUvarint() {
        long at = offset();
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= limit) {
                throw new CorruptBlockException(file, at, "a complete number", "the end of the section");
            }
            byte b = data[position++];
            if (shift == 63 && (b & 0xFF) > 1) {
                break;
            }
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptBlockException(file, at, "a number of 64 bits", "a longer one");
    }
}
