package io.hypnos.series.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes a bit stream, most significant bit first, into an array that grows. Up to 64 bits wait in an accumulator before they reach the
/// array as one word; a copy of the bytes may be taken at any time.
final class BitWriter {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] data;
    /// Bytes of [#data] in use; those of the accumulator are not among them.
    private int used;
    /// Bits that are not in [#data] yet, from the most significant one on.
    private long pending;
    /// Unused low bits of [#pending], 1 to 64.
    private int free = 64;

    BitWriter(int capacity) {
        data = new byte[Math.max(capacity, 16)];
    }

    /// Goes on behind the first `bits` bits of a slice.
    BitWriter(byte[] source, int offset, long bits) {
        int bytes = (int) (bits + 7 >>> 3);
        data = new byte[bytes + 64];
        System.arraycopy(source, offset, data, 0, bytes);
        used = (int) (bits >>> 3);
        int extra = (int) (bits & 7);
        if (extra != 0) {
            pending = (data[used] & 0xFFL & -1L << 8 - extra) << 56;
            free = 64 - extra;
        }
    }

    /// Bytes that the stream fills, the last one perhaps in part.
    int size() {
        return used + (71 - free >>> 3);
    }

    void writeBit(boolean bit) {
        writeBits(bit ? 1 : 0, 1);
    }

    /// Writes the `count` (1 to 64) low bits of `bits`; those above must be 0.
    void writeBits(long bits, int count) {
        int rest = free - count;
        if (rest > 0) {
            pending |= bits << rest;
            free = rest;
        } else {
            flush(pending | bits >>> -rest);
            free = 64 + rest;
            pending = rest == 0 ? 0 : bits << free;
        }
    }

    private void flush(long word) {
        if (used > data.length - 8) {
            data = Arrays.copyOf(data, data.length * 2);
        }
        LONGS.set(data, used, word);
        used += 8;
    }

    /// The low `count` bits of a number that may be negative.
    void writeLow(long number, int count) {
        writeBits(count == 64 ? number : number & (1L << count) - 1, count);
    }

    void writeByte(int b) {
        writeBits(b & 0xFF, 8);
    }

    void writeUvarint(long value) {
        while ((value & ~0x7FL) != 0) {
            writeByte((int) value | 0x80);
            value >>>= 7;
        }
        writeByte((int) value);
    }

    void writeVarint(long value) {
        writeUvarint(value << 1 ^ value >> 63);
    }

    void writeVarbitInt(long value) {
        if (value == 0) {
            writeBits(0, 1);
        } else if (fits(value, 3)) {
            writeBits(0b10, 2);
            writeLow(value, 3);
        } else if (fits(value, 6)) {
            writeBits(0b110, 3);
            writeLow(value, 6);
        } else if (fits(value, 9)) {
            writeBits(0b1110, 4);
            writeLow(value, 9);
        } else if (fits(value, 12)) {
            writeBits(0b11110, 5);
            writeLow(value, 12);
        } else if (fits(value, 18)) {
            writeBits(0b111110, 6);
            writeLow(value, 18);
        } else if (fits(value, 25)) {
            writeBits(0b1111110, 7);
            writeLow(value, 25);
        } else if (fits(value, 56)) {
            writeBits(0b11111110, 8);
            writeLow(value, 56);
        } else {
            writeBits(0b11111111, 8);
            writeBits(value, 64);
        }
    }

    void writeVarbitUint(long value) {
        int size = 64 - Long.numberOfLeadingZeros(value);
        if (size == 0) {
            writeBits(0, 1);
        } else if (size <= 3) {
            writeBits(0b10 << 3 | value, 5);
        } else if (size <= 6) {
            writeBits(0b110 << 6 | value, 9);
        } else if (size <= 9) {
            writeBits(0b1110 << 9 | value, 13);
        } else if (size <= 12) {
            writeBits(0b11110 << 12 | value, 17);
        } else if (size <= 18) {
            writeBits(0b111110 << 18 | value, 24);
        } else if (size <= 25) {
            writeBits(0b1111110L << 25 | value, 32);
        } else if (size <= 56) {
            writeBits(0b11111110L << 56 | value, 64);
        } else {
            writeBits(0b11111111, 8);
            writeBits(value, 64);
        }
    }

    /// Whether `-(2^(size-1) - 1) <= value <= 2^(size-1)`, which is what a signed field of `size` bits holds.
    static boolean fits(long value, int size) {
        long half = 1L << size - 1;
        return value > -half && value <= half;
    }

    /// Overwrites a byte near the start of the stream, a header's field for instance.
    void setByte(int index, int b) {
        if (index < used) {
            data[index] = (byte) b;
        } else {
            int shift = 56 - (index - used << 3);
            pending = pending & ~(0xFFL << shift) | (b & 0xFFL) << shift;
        }
    }

    /// A copy of the bytes written so far; the last byte is filled up with zeros.
    byte[] toByteArray() {
        byte[] copy = new byte[size()];
        System.arraycopy(data, 0, copy, 0, used);
        long rest = pending;
        for (int i = used; i < copy.length; i++) {
            copy[i] = (byte) (rest >>> 56);
            rest <<= 8;
        }
        return copy;
    }
}
