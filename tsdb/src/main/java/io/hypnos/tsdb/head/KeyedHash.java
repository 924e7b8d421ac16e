package io.hypnos.tsdb.head;

import java.security.SecureRandom;

/// Hashes of byte strings under a random key that is new in every process, so that nobody outside can make strings collide.
///
/// The 128-bit form runs two independent 64-bit multiply-folds side by side over the same loads: 16 bytes of input meet two words of key, are
/// multiplied to 128 bits, and both halves are folded into the state. With ten million series the odds that any two of them share a
/// fingerprint are about 1 in 10^24, so it stands for the string itself.
final class KeyedHash {

    private static final long K0;
    private static final long K1;
    private static final long K2;
    private static final long K3;

    static {
        var random = new SecureRandom();
        K0 = random.nextLong() | 1;
        K1 = random.nextLong() | 1;
        K2 = random.nextLong() | 1;
        K3 = random.nextLong() | 1;
    }

    private KeyedHash() {}

    /// Writes the two halves of the fingerprint to `low[index]` and `high[index]`.
    static void fingerprint(byte[] bytes, int offset, int length, int space, long[] low, long[] high, int index) {
        long a = K0 ^ length;
        long b = K1 ^ (long) space << 32 ^ length;
        int at = offset;
        int end = offset + length;
        for (; end - at >= 16; at += 16) {
            long x = (long) HeapBytes.LONG.get(bytes, at);
            long y = (long) HeapBytes.LONG.get(bytes, at + 8);
            a = fold(x ^ K2 ^ a, y ^ K1);
            b = fold(y ^ K3 ^ b, x ^ K0);
        }
        long x = tail(bytes, at, end);
        long y = end - at > 8 ? tail(bytes, at + 8, end) : 0;
        a = fold(x ^ K2 ^ a, y ^ K1);
        b = fold(y ^ K3 ^ b, x ^ K0);
        low[index] = fold(a ^ K3, b ^ K2 ^ space);
        high[index] = fold(b ^ K0, a ^ K3);
    }

    static long hash(byte[] bytes, int offset, int length, long seed) {
        long a = K0 ^ seed * K3 ^ length;
        int at = offset;
        int end = offset + length;
        for (; end - at >= 16; at += 16) {
            a = fold((long) HeapBytes.LONG.get(bytes, at) ^ K2 ^ a, (long) HeapBytes.LONG.get(bytes, at + 8) ^ K1);
        }
        long x = tail(bytes, at, end);
        long y = end - at > 8 ? tail(bytes, at + 8, end) : 0;
        return fold(fold(x ^ K2 ^ a, y ^ K1) ^ K3, a ^ K0);
    }

    static long hash(int[] values, int length) {
        long a = K1 ^ length;
        for (int i = 0; i < length; i++) {
            a = fold(a ^ values[i] ^ K2, values[i] + K3);
        }
        return fold(a ^ K0, a ^ K3);
    }

    /// Up to eight bytes from `at`, the highest ones zero.
    private static long tail(byte[] bytes, int at, int end) {
        if (end - at >= 8) {
            return (long) HeapBytes.LONG.get(bytes, at);
        }
        long value = 0;
        for (int i = at, shift = 0; i < end; i++, shift += 8) {
            value |= (bytes[i] & 0xFFL) << shift;
        }
        return value;
    }

    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }
}
