package io.hypnos.promql.naive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.hypnos.series.labels.Labels;

/// The hash of a label set by which Prometheus samples series: XXH64 of names and values, each behind its length (one byte, or 255 and three
/// bytes).
final class LabelHash {

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private LabelHash() {}

    /// Between 0 and 1.
    static double fraction(Labels labels) {
        var bytes = new ByteArrayOutputStream();
        labels.forEach((name, value) -> {
            write(bytes, name);
            write(bytes, value);
        });
        return unsigned(xxh64(bytes.toByteArray())) / 0x1p64;
    }

    private static double unsigned(long value) {
        double half = (value >>> 1 | value & 1);
        return value < 0 ? half * 2 : value;
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        if (utf8.length < 255) {
            bytes.write(utf8.length);
        } else {
            bytes.write(255);
            bytes.write(utf8.length);
            bytes.write(utf8.length >> 8);
            bytes.write(utf8.length >> 16);
        }
        bytes.writeBytes(utf8);
    }

    static long xxh64(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        long hash;
        if (data.length >= 32) {
            long[] lanes = {P1 + P2, P2, 0, -P1};
            while (in.remaining() >= 32) {
                for (int i = 0; i < 4; i++) {
                    lanes[i] = round(lanes[i], in.getLong());
                }
            }
            hash = Long.rotateLeft(lanes[0], 1) + Long.rotateLeft(lanes[1], 7) + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * P1 + P4;
            }
        } else {
            hash = P5;
        }
        hash += data.length;
        while (in.remaining() >= 8) {
            hash = Long.rotateLeft(hash ^ round(0, in.getLong()), 27) * P1 + P4;
        }
        if (in.remaining() >= 4) {
            hash = Long.rotateLeft(hash ^ (in.getInt() & 0xFFFFFFFFL) * P1, 23) * P2 + P3;
        }
        while (in.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ (in.get() & 0xFF) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }
}
