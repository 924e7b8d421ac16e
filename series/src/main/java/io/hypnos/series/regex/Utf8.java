package io.hypnos.series.regex;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Bytes that should be UTF-8. A byte that is part of no valid character counts as one replacement character, each byte for itself.
final class Utf8 {

    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private Utf8() {}

    static boolean isAscii(byte[] data, int offset, int length) {
        int bits = 0;
        for (int i = offset; i < offset + length; i++) {
            bits |= data[i];
        }
        return bits >= 0;
    }

    static boolean isValid(byte[] data, int offset, int length) {
        for (int at = offset; at < offset + length;) {
            int size = size(data, at, offset + length);
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /// Length of the valid character at `at`, or 0 when there is none.
    private static int size(byte[] data, int at, int end) {
        int first = data[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (size == 0 || at + size > end) {
            return 0;
        }
        int second = data[at + 1] & 0xFF;
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((data[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /// The same with each stray byte replaced.
    static byte[] repair(byte[] data, int offset, int length) {
        var out = new ByteArrayOutputStream(length + 16);
        int end = offset + length;
        for (int at = offset; at < end;) {
            int size = size(data, at, end);
            if (size == 0) {
                out.writeBytes(REPLACEMENT);
                at++;
            } else {
                out.write(data, at, size);
                at += size;
            }
        }
        return out.toByteArray();
    }

    static String decode(byte[] data, int offset, int length) {
        return isValid(data, offset, length)
                ? new String(data, offset, length, UTF_8)
                : new String(repair(data, offset, length), UTF_8);
    }
}
