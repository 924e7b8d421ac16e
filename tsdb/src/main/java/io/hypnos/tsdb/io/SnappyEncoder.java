package io.hypnos.tsdb.io;

import static io.hypnos.tsdb.io.SnappyBlock.INT;
import static io.hypnos.tsdb.io.SnappyBlock.LONG;

import java.util.Arrays;

/// Encodes snappy blocks (the format is in [SnappyBlock]). Keeps its table of 32 KiB between calls; for one thread at a time.
///
/// The input is cut into stretches of 64 KiB, each of them searched for repetitions through a table from the hash of four bytes to the place
/// where they stood last. The longer nothing is found, the wider the steps, so that incompressible input passes quickly.
public final class SnappyEncoder {

    private static final int STRETCH = 1 << 16;
    private static final int MAX_TABLE_BITS = 14;
    private static final int MIN_TABLE_BITS = 8;
    /// Searching stops this far from the end of a stretch, so that it may load eight bytes without asking.
    private static final int MARGIN = 15;

    /// Position, relative to the stretch, by hash.
    private final char[] table = new char[1 << MAX_TABLE_BITS];

    /// The most bytes that encoding `length` bytes can yield.
    public static int maxEncodedLength(int length) {
        return Math.toIntExact(32L + length + length / 6);
    }

    /// The encoded form in an array of its own length.
    public byte[] encode(byte[] in, int offset, int length) {
        byte[] out = new byte[maxEncodedLength(length)];
        return Arrays.copyOf(out, encode(in, offset, length, out, 0));
    }

    /// Encodes into `out` from `outOffset` on and returns the number of bytes written.
    ///
    /// @throws IndexOutOfBoundsException when `out` has less room than [#maxEncodedLength(int)]; bytes up to there may be overwritten
    public int encode(byte[] in, int offset, int length, byte[] out, int outOffset) {
        if (offset < 0 || length < 0 || offset > in.length - length) {
            throw new IndexOutOfBoundsException("[" + offset + ", +" + length + ") of " + in.length + " bytes");
        }
        if (outOffset < 0 || maxEncodedLength(length) > out.length - outOffset) {
            throw new IndexOutOfBoundsException((out.length - outOffset) + " bytes of room, "
                    + maxEncodedLength(length) + " needed");
        }
        int op = outOffset;
        int rest = length;
        while (rest > 0x7F) {
            out[op++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[op++] = (byte) rest;
        int end = offset + length;
        for (int start = offset; start < end; start += STRETCH) {
            op = encodeStretch(in, start, Math.min(end, start + STRETCH), out, op);
        }
        return op - outOffset;
    }

    private int encodeStretch(byte[] in, int start, int end, byte[] out, int op) {
        int pending = start;
        if (end - start > MARGIN) {
            int bits = Math.clamp(33 - Integer.numberOfLeadingZeros(end - start - 1), MIN_TABLE_BITS, MAX_TABLE_BITS);
            Arrays.fill(table, 0, 1 << bits, (char) 0);
            int shift = 32 - bits;
            int searchEnd = end - MARGIN;
            int ip = start + 1;
            while (true) {
                int match = -1;
                for (int skip = 32; ip < searchEnd; ip += skip++ >>> 5) {
                    int four = (int) INT.get(in, ip);
                    int slot = hash(four, shift);
                    int candidate = start + table[slot];
                    table[slot] = (char) (ip - start);
                    if ((int) INT.get(in, candidate) == four) {
                        match = candidate;
                        break;
                    }
                }
                if (match < 0) {
                    break;
                }
                op = putLiteral(in, pending, ip - pending, out, op);
                do {
                    int length = 4 + matchLength(in, match + 4, ip + 4, end);
                    op = putCopy(out, op, ip - match, length);
                    ip += length;
                    pending = ip;
                    match = ip < searchEnd ? followUp(in, start, ip, shift) : -1;
                } while (match >= 0);
                ip++;
            }
        }
        return pending < end ? putLiteral(in, pending, end - pending, out, op) : op;
    }

    /// Looks for a match right behind another one, and enters both that place and the one before it into the table; -1 when there is none.
    private int followUp(byte[] in, int start, int ip, int shift) {
        long eight = (long) LONG.get(in, ip - 1);
        table[hash((int) eight, shift)] = (char) (ip - 1 - start);
        int four = (int) (eight >>> 8);
        int slot = hash(four, shift);
        int candidate = start + table[slot];
        table[slot] = (char) (ip - start);
        return (int) INT.get(in, candidate) == four ? candidate : -1;
    }

    private static int hash(int four, int shift) {
        return four * 0x9E3779B1 >>> shift;
    }

    private static int matchLength(byte[] in, int a, int b, int end) {
        int start = b;
        while (end - b >= 8) {
            long difference = (long) LONG.get(in, a) ^ (long) LONG.get(in, b);
            if (difference != 0) {
                return b - start + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            a += 8;
            b += 8;
        }
        while (b < end && in[a] == in[b]) {
            a++;
            b++;
        }
        return b - start;
    }

    private static int putLiteral(byte[] in, int from, int length, byte[] out, int op) {
        if (length <= 16 && in.length - from >= 16 && out.length - op >= 17) {
            out[op++] = (byte) (length - 1 << 2);
            SnappyBlock.move16(in, from, out, op);
            return op + length;
        }
        int rest = length - 1;
        if (rest < 60) {
            out[op++] = (byte) (rest << 2);
        } else if (rest < 1 << 8) {
            out[op++] = (byte) (60 << 2);
            out[op++] = (byte) rest;
        } else {
            out[op++] = (byte) (61 << 2);
            out[op++] = (byte) rest;
            out[op++] = (byte) (rest >>> 8);
        }
        System.arraycopy(in, from, out, op, length);
        return op + length;
    }

    /// A long match is cut so that no piece is shorter than the four bytes that the short form needs.
    private static int putCopy(byte[] out, int op, int distance, int length) {
        while (length >= 68) {
            op = putLongCopy(out, op, distance, 64);
            length -= 64;
        }
        if (length > 64) {
            op = putLongCopy(out, op, distance, 60);
            length -= 60;
        }
        if (length >= 12 || distance >= 2048) {
            return putLongCopy(out, op, distance, length);
        }
        out[op++] = (byte) (distance >>> 8 << 5 | length - 4 << 2 | 1);
        out[op++] = (byte) distance;
        return op;
    }

    private static int putLongCopy(byte[] out, int op, int distance, int length) {
        out[op++] = (byte) (length - 1 << 2 | 2);
        out[op++] = (byte) distance;
        out[op++] = (byte) (distance >>> 8);
        return op;
    }
}
