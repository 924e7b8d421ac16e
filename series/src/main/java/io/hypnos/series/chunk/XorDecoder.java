package io.hypnos.series.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Decodes XOR chunks, whole, into columns of times and value bits.
///
///     sample count (2) · t0 varint · v0 (8) · t1 - t0 uvarint · value code · { change of the distance in time · value code }*
///
/// From the second value on it is a stream of bits. The change of the distance ("delta of delta", d) is written as
///
///     d = 0                     0
///     -8191 <= d <= 8192        10   + 14 bits
///     -65535 <= d <= 65536      110  + 17 bits
///     -524287 <= d <= 524288    1110 + 20 bits
///     else                      1111 + 64 bits
///
/// and a value as its difference (XOR) from the one before:
///
///     no difference             0
///     within the last window    10 + the bits of the window
///     in a new window           11 + leading zeros (5) + significant bits (6, 0 for 64) + those bits
///
/// A window of 64 bits is in force until the first one is given.
///
/// One unaligned load per sample serves for the time and the value unless they need more than 56 bits together. The state after the last
/// sample can be asked for, so that [XorAppender] can go on where a chunk ends.
final class XorDecoder {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /// The most that the loads of one sample reach beyond its first bit.
    private static final int SLACK = 32;

    private long time;
    private long distance;
    private long valueBits;
    private int leading;
    private int trailing;
    private long bit;

    /// Decodes all samples of a slice into the arrays from index `at` on, which must have room for [#sampleCount(byte\[\], int, int)].
    ///
    /// @return the number of samples
    /// @throws InvalidChunkException when the slice ends before the samples do
    int decode(byte[] data, int offset, int length, long[] times, double[] values, int at) {
        int count = sampleCount(data, offset, length);
        bit = (offset + 2L) << 3;
        if (count > 0) {
            readFirst(new BitReader(data, offset + 2, length - 2), count > 1, times, values, at);
        }
        long end = (long) (offset + length) << 3;
        int to = at + count;
        int done = decodeRest(data, end, (data.length - (long) SLACK) << 3, times, values, at + Math.min(count, 2), to);
        if (done < to) {
            // The array ends before loads may: its tail goes on in a larger one.
            int tail = (int) (bit >>> 3);
            byte[] copy = Arrays.copyOfRange(data, tail, offset + length + SLACK);
            bit -= (long) tail << 3;
            decodeRest(copy, end - ((long) tail << 3), Long.MAX_VALUE, times, values, done, to);
            bit += (long) tail << 3;
        }
        bit -= (long) offset << 3;
        return count;
    }

    /// Reads the first two samples, whose times are written differently.
    private void readFirst(BitReader in, boolean two, long[] times, double[] values, int at) {
        time = in.readVarint();
        var value = new XorFields(1);
        value.readFirst(in, 0);
        times[at] = time;
        values[at] = value.value(0);
        if (two) {
            distance = in.readUvarint();
            time += distance;
            value.readNext(in, 0);
            times[at + 1] = time;
            values[at + 1] = value.value(0);
        }
        valueBits = value.bits(0);
        leading = value.leading(0);
        trailing = value.trailing(0);
        bit = in.position();
    }

    /// The sample count of the header, held against the length of the slice so that nobody makes room for what cannot be there.
    static int sampleCount(byte[] data, int offset, int length) {
        if (length < 2) {
            throw new InvalidChunkException("chunk of " + length + " bytes has no sample count");
        }
        int count = (short) SHORTS.get(data, offset) & 0xFFFF;
        // The first sample takes 9 bytes or more, the second 9 bits, each further one 2 bits.
        if (count > 0 && (length < 11 || count > 1 && 9 + 2L * (count - 2) > (length - 11) * 8L)) {
            throw new InvalidChunkException("chunk of " + length + " bytes cannot hold " + count + " samples");
        }
        return count;
    }

    /// Decodes samples as long as they begin at bit `safe` or before; returns the index behind the last one.
    private int decodeRest(byte[] data, long limit, long safe, long[] times, double[] values, int from, int to) {
        long t = time;
        long dt = distance;
        long v = valueBits;
        long at = bit;
        int lead = leading;
        int trail = trailing;
        int size = 64 - lead - trail;
        int i = from;
        for (; i < to && at <= safe; i++) {
            // Left-aligned; 57 bits or more are good.
            long word = (long) LONGS.get(data, (int) (at >>> 3)) << (int) (at & 7);
            if (word >= 0) {
                word <<= 1;
                at++;
            } else {
                switch (Long.numberOfLeadingZeros(~word)) {
                    case 1 -> {
                        dt += signed(word << 2 >>> 50, 14);
                        at += 16;
                    }
                    case 2 -> {
                        dt += signed(word << 3 >>> 47, 17);
                        at += 20;
                    }
                    case 3 -> {
                        dt += signed(word << 4 >>> 44, 20);
                        at += 24;
                    }
                    default -> {
                        dt += load(data, at + 4);
                        at += 68;
                    }
                }
                word = (long) LONGS.get(data, (int) (at >>> 3)) << (int) (at & 7);
            }
            t += dt;
            if (word >= 0) {
                at++;
            } else if (word << 1 >= 0) {
                long difference = (size <= 54 ? word << 2 : load(data, at + 2)) >>> 64 - size;
                at += 2 + size;
                v ^= difference << trail;
            } else {
                lead = (int) (word << 2 >>> 59);
                size = (int) (word << 7 >>> 58);
                if (size == 0) {
                    size = 64;
                }
                trail = 64 - lead - size;
                if (trail < 0) {
                    throw new InvalidChunkException("chunk has a value of more than 64 bits");
                }
                long difference = (size <= 43 ? word << 13 : load(data, at + 13)) >>> 64 - size;
                at += 13 + size;
                v ^= difference << trail;
            }
            if (at > limit) {
                throw new InvalidChunkException("chunk ends in the middle of a sample");
            }
            times[i] = t;
            values[i] = Double.longBitsToDouble(v);
        }
        time = t;
        distance = dt;
        valueBits = v;
        leading = lead;
        trailing = trail;
        bit = at;
        return i;
    }

    /// All 64 bits from a bit on.
    private static long load(byte[] data, long from) {
        int at = (int) (from >>> 3);
        int shift = (int) (from & 7);
        return (long) LONGS.get(data, at) << shift | (data[at + 8] & 0xFFL) >>> 8 - shift;
    }

    private static long signed(long bits, int size) {
        return bits > 1L << size - 1 ? bits - (1L << size) : bits;
    }

    long time() {
        return time;
    }

    /// From the last sample but one to the last one.
    long distance() {
        return distance;
    }

    long valueBits() {
        return valueBits;
    }

    int leading() {
        return leading;
    }

    int trailing() {
        return trailing;
    }

    /// Bits from the start of the slice to the end of the last sample.
    long endBit() {
        return bit;
    }
}
