package io.hypnos.tsdb.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The snappy block format, as remote write bodies and write-ahead log records use it (not the framed format).
///
///     decoded length uvarint (32 bit) · element*
///     element = tag byte · …, by the two lowest bits of the tag:
///       00 literal   length-1 in the upper six bits, or 60..63 for one to four following little-endian bytes; then the bytes
///       01 copy      length-4 in bits 2..4, offset in bits 5..7 (high) and one byte (low): 4..11 bytes from up to 2 KiB back
///       10 copy      length-1 in the upper six bits, offset in two little-endian bytes
///       11 copy      length-1 in the upper six bits, offset in four little-endian bytes
///
/// A copy may reach into the bytes that it writes itself, which repeats them. There is no checksum.
///
/// Everything is checked before it is used: the declared length before anything is allocated, every element before it is copied. Decoding
/// writes nothing outside the declared length. The encoder is [SnappyEncoder].
public final class SnappyBlock {

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /// Three bytes of a copy yield at most 64; nothing else yields more for its size.
    private static final int MAX_EXPANSION = 22;

    private SnappyBlock() {}

    /// The decoded length that a block declares, and that its size makes possible.
    ///
    /// @throws InvalidSnappyException when the length is unreadable, or larger than this many bytes of input can yield
    public static int decodedLength(byte[] in, int offset, int length) {
        long header = header(in, offset, length);
        return (int) header;
    }

    /// The decoded bytes, in an array of their length.
    ///
    /// @param limit the largest decoded length that is accepted; nothing is allocated beyond it
    /// @throws InvalidSnappyException when the block is malformed or declares more than `limit`
    public static byte[] decode(byte[] in, int offset, int length, int limit) {
        int decoded = decodedLength(in, offset, length);
        if (decoded > limit) {
            throw new InvalidSnappyException("decoded length " + decoded + " exceeds the limit of " + limit + " bytes");
        }
        byte[] out = new byte[decoded];
        decode(in, offset, length, out, 0);
        return out;
    }

    /// Decodes into `out` from `outOffset` on and returns the decoded length.
    ///
    /// @throws InvalidSnappyException when the block is malformed or declares more than fits
    public static int decode(byte[] in, int offset, int length, byte[] out, int outOffset) {
        long header = header(in, offset, length);
        int decoded = (int) header;
        int headerLength = (int) (header >>> 32);
        if (outOffset < 0 || decoded > out.length - outOffset) {
            throw new InvalidSnappyException(
                    "decoded length " + decoded + " exceeds the " + (out.length - outOffset) + " bytes of room");
        }
        decodeElements(in, offset + headerLength, offset + length, out, outOffset, outOffset + decoded);
        return decoded;
    }

    /// Decoded length in the lower half, size of the header in the upper.
    private static long header(byte[] in, int offset, int length) {
        if (offset < 0 || length < 0 || offset > in.length - length) {
            throw new IndexOutOfBoundsException("[" + offset + ", +" + length + ") of " + in.length + " bytes");
        }
        long decoded = 0;
        int size = 0;
        while (true) {
            if (size == length || size == 5) {
                throw new InvalidSnappyException("unreadable decoded length");
            }
            byte b = in[offset + size];
            decoded |= (long) (b & 0x7F) << (7 * size);
            size++;
            if (b >= 0) {
                break;
            }
        }
        if (decoded > Integer.MAX_VALUE || decoded > (long) (length - size) * MAX_EXPANSION) {
            throw new InvalidSnappyException(
                    "declared length " + decoded + " is impossible for a block of " + length + " bytes");
        }
        return (long) size << 32 | decoded;
    }

    /// One pass over the elements. The straight path moves 16 bytes at once wherever both arrays have them to spare, so that short literals
    /// and copies cost no loop; what that writes beyond an element's end is overwritten by the next one.
    private static void decodeElements(byte[] in, int ip, int inEnd, byte[] out, int outStart, int outEnd) {
        int op = outStart;
        while (ip < inEnd) {
            int tag = in[ip++] & 0xFF;
            int length = (tag >>> 2) + 1;
            int distance;
            switch (tag & 3) {
                case 0 -> {
                    if (length <= 16 && inEnd - ip >= 16 && outEnd - op >= 16) {
                        move16(in, ip, out, op);
                    } else {
                        if (length > 60) {
                            int bytes = length - 60;
                            if (inEnd - ip < bytes) {
                                throw cut(ip);
                            }
                            length = literalLength(in, ip, bytes);
                            ip += bytes;
                        }
                        if (length > inEnd - ip || length > outEnd - op) {
                            throw new InvalidSnappyException("literal of " + length + " bytes exceeds the block");
                        }
                        System.arraycopy(in, ip, out, op, length);
                    }
                    ip += length;
                    op += length;
                    continue;
                }
                case 1 -> {
                    if (ip >= inEnd) {
                        throw cut(ip);
                    }
                    length = (tag >>> 2 & 7) + 4;
                    distance = (tag & 0xE0) << 3 | in[ip++] & 0xFF;
                }
                case 2 -> {
                    if (inEnd - ip < 2) {
                        throw cut(ip);
                    }
                    distance = (short) SHORT.get(in, ip) & 0xFFFF;
                    ip += 2;
                }
                default -> {
                    if (inEnd - ip < 4) {
                        throw cut(ip);
                    }
                    distance = (int) INT.get(in, ip);
                    ip += 4;
                }
            }
            if (distance <= 0 || distance > op - outStart || length > outEnd - op) {
                throw new InvalidSnappyException("copy of " + length + " bytes from " + (distance & 0xFFFFFFFFL)
                        + " bytes back is outside of the block");
            }
            copy(out, op, distance, length, outEnd);
            op += length;
        }
        if (op != outEnd) {
            throw new InvalidSnappyException((outEnd - op) + " of the declared bytes are missing");
        }
    }

    private static void copy(byte[] out, int op, int distance, int length, int outEnd) {
        int from = op - distance;
        if (distance >= 16 && length <= 16 && outEnd - op >= 16) {
            move16(out, from, out, op);
        } else if (distance >= length) {
            System.arraycopy(out, from, out, op, length);
        } else if (outEnd - op >= length + 7) {
            repeat(out, op, distance, length);
        } else {
            for (int i = 0; i < length; i++) {
                out[op + i] = out[from + i];
            }
        }
    }

    /// Spreads the `distance` bytes before `op` over `length` bytes and up to seven more. Bytes that lie a multiple of the distance apart are
    /// equal, so after the first eight the source is taken from the nearest multiple that is at least eight back.
    private static void repeat(byte[] out, int op, int distance, int length) {
        int done = 0;
        int back = distance;
        if (distance < 8) {
            for (; done < 8; done++) {
                out[op + done] = out[op + done - distance];
                if (done + 1 == length) {
                    return;
                }
            }
            back = (7 / distance + 1) * distance;
        }
        for (; done < length; done += 8) {
            LONG.set(out, op + done, (long) LONG.get(out, op + done - back));
        }
    }

    static void move16(byte[] from, int fromAt, byte[] to, int toAt) {
        long first = (long) LONG.get(from, fromAt);
        long second = (long) LONG.get(from, fromAt + 8);
        LONG.set(to, toAt, first);
        LONG.set(to, toAt + 8, second);
    }

    private static int literalLength(byte[] in, int ip, int bytes) {
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length |= (in[ip + i] & 0xFFL) << (8 * i);
        }
        if (length >= Integer.MAX_VALUE) {
            throw new InvalidSnappyException("literal of " + (length + 1) + " bytes exceeds the block");
        }
        return (int) length + 1;
    }

    private static InvalidSnappyException cut(int at) {
        return new InvalidSnappyException("cut off inside an element at byte " + at);
    }
}
