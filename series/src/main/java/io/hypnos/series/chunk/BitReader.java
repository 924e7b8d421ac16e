package io.hypnos.series.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads a bit stream, most significant bit first, from a slice of an array. Whoever reads past the end of the slice gets an
/// [InvalidChunkException]; the count of samples in a chunk's header is therefore never trusted.
final class BitReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// Payload bits of a varbit number by the number of ones it starts with.
    private static final int[] VARBIT_SIZES = {0, 3, 6, 9, 12, 18, 25, 56, 64};

    private final byte[] data;
    private final long end;
    private long position;

    /// @param offset first byte of the slice
    /// @param length number of bytes in the slice
    BitReader(byte[] data, int offset, int length) {
        this.data = data;
        this.position = (long) offset << 3;
        this.end = (long) (offset + length) << 3;
    }

    /// Bits between here and the end.
    long remaining() {
        return end - position;
    }

    /// Bits from the beginning of the array to here.
    long position() {
        return position;
    }

    boolean readBit() {
        if (position >= end) {
            throw truncated();
        }
        int b = data[(int) (position >>> 3)] >> 7 - (int) (position & 7);
        position++;
        return (b & 1) != 0;
    }

    /// The next `count` bits (0 to 64) as an unsigned number.
    long readBits(int count) {
        if (count == 0) {
            return 0;
        }
        if (count > end - position) {
            throw truncated();
        }
        int shift = (int) (position & 7);
        int at = (int) (position >>> 3);
        position += count;
        long word = load(at) << shift;
        if (count > 64 - shift) {
            word |= (data[at + 8] & 0xFFL) >>> 8 - shift;
        }
        return word >>> 64 - count;
    }

    /// `count` bits (1 to 63) that hold `-(2^(count-1) - 1) .. 2^(count-1)`.
    long readSigned(int count) {
        long bits = readBits(count);
        return bits > 1L << count - 1 ? bits - (1L << count) : bits;
    }

    /// `count` bits (1 to 63) in two's complement.
    long readTwosComplement(int count) {
        return readBits(count) << 64 - count >> 64 - count;
    }

    long readVarbitInt() {
        int size = readVarbitSize();
        return size == 0 ? 0 : size == 64 ? readBits(64) : readSigned(size);
    }

    long readVarbitUint() {
        return readBits(readVarbitSize());
    }

    private int readVarbitSize() {
        int ones = 0;
        while (ones < 8 && readBit()) {
            ones++;
        }
        return VARBIT_SIZES[ones];
    }

    /// An LEB128 number, which need not start on a byte's edge.
    long readUvarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            long b = readBits(8);
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                if (shift == 63 && b > 1) {
                    break;
                }
                return value;
            }
        }
        throw new InvalidChunkException("chunk has a number of more than 64 bits");
    }

    long readVarint() {
        long value = readUvarint();
        return value >>> 1 ^ -(value & 1);
    }

    /// Eight bytes from `at` on; zeros stand for what lies behind the end of the array.
    private long load(int at) {
        if (at <= data.length - 8) {
            return (long) LONGS.get(data, at);
        }
        long word = 0;
        for (int i = at; i < data.length; i++) {
            word |= (data[i] & 0xFFL) << 56 - (i - at << 3);
        }
        return word;
    }

    private static InvalidChunkException truncated() {
        return new InvalidChunkException("chunk ends in the middle of a sample");
    }
}
