package io.hypnos.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The 64-bit xxHash with seed 0 (Yann Collet, xxHash specification). Prometheus and Thanos tell series, chunks and places in a hashring apart
/// by it, so its values are part of several contracts.
public final class XxHash64 {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    /// The sum of the first two, as 64 bits hold it.
    private static final long FIRST_LANE = 0x60EA27EEADC0B5D6L;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    public static long hash(byte[] bytes) {
        return hash(bytes, 0, bytes.length);
    }

    public static long hash(byte[] bytes, int offset, int length) {
        var lanes = new Lanes();
        int at = lanes.consume(bytes, offset, offset + length);
        return finish(lanes.state(length) + length, bytes, at, offset + length);
    }

    /// The four lanes that take in whole blocks of 32 bytes.
    static final class Lanes {

        private long a;
        private long b;
        private long c;
        private long d;

        Lanes() {
            reset();
        }

        void reset() {
            a = FIRST_LANE;
            b = PRIME_2;
            c = 0;
            d = -PRIME_1;
        }

        /// Takes in the whole blocks of a range and returns where the rest begins.
        int consume(byte[] bytes, int offset, int end) {
            int at = offset;
            long a1 = a;
            long b1 = b;
            long c1 = c;
            long d1 = d;
            for (int limit = end - 32; at <= limit; at += 32) {
                a1 = round(a1, (long) LONG.get(bytes, at));
                b1 = round(b1, (long) LONG.get(bytes, at + 8));
                c1 = round(c1, (long) LONG.get(bytes, at + 16));
                d1 = round(d1, (long) LONG.get(bytes, at + 24));
            }
            a = a1;
            b = b1;
            c = c1;
            d = d1;
            return at;
        }

        /// What the blocks come to when the whole has `length` bytes.
        long state(long length) {
            if (length < 32) {
                return PRIME_5;
            }
            long hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12)
                    + Long.rotateLeft(d, 18);
            return merge(merge(merge(merge(hash, a), b), c), d);
        }
    }

    /// Mixes in the last bytes, fewer than a block.
    static long finish(long start, byte[] bytes, int from, int end) {
        long hash = start;
        int at = from;
        for (; at + 8 <= end; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(bytes, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + 4 <= end) {
            hash = Long.rotateLeft(hash ^ ((int) INT.get(bytes, at) & 0xFFFFFFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }
}
