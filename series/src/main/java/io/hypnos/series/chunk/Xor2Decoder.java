package io.hypnos.series.chunk;

import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;

/// Decodes XOR2 chunks: floats with start times.
///
///     sample count (2) · start time header (1) · t0 varint · v0 (8) [· start] · t1 - t0 uvarint · code A [· start]
///     { 0                                          same distance in time, the baseline's value
///     | 10 · code B                                same distance
///     | 110  · change of the distance (13) · code A
///     | 1110 · change of the distance (20) · code A
///     | 11110 · change of the distance (64) · code A
///     | 11111                                      same distance, stale marker
///     [· start] }*
///
/// Changes are in two's complement. Values are differences (XOR) from the *baseline*, the last value that was no stale marker, 0 at first:
///
///     code A    0 baseline     10 within the window     110 new window     111 stale marker
///     code B                    0 within the window       1 new window
///
/// with windows as in [XorDecoder]. Start times: [StartTimes].
final class Xor2Decoder {

    private final BitReader in;
    private final int count;
    private final StartTimes starts;
    private long baseline;
    private int leading;
    private int trailing;

    private Xor2Decoder(Chunk chunk) {
        if (chunk.length() < 3) {
            throw new InvalidChunkException("chunk of " + chunk.length() + " bytes has no header");
        }
        in = new BitReader(chunk.data(), chunk.offset(), chunk.length());
        count = (int) in.readBits(16);
        starts = new StartTimes((int) in.readBits(8));
    }

    /// Appends all samples.
    static void decode(Chunk chunk, Samples into) {
        new Xor2Decoder(chunk).decode(into);
    }

    private void decode(Samples into) {
        long time = 0;
        long distance = 0;
        for (int i = 0; i < count; i++) {
            long previous = time;
            long bits;
            if (i == 0) {
                time = in.readVarint();
                bits = in.readBits(64);
                if (bits != StaleMarker.BITS) {
                    baseline = bits;
                }
            } else if (i == 1) {
                distance = in.readUvarint();
                time += distance;
                bits = readCodeA();
            } else {
                int ones = 0;
                while (ones < 5 && in.readBit()) {
                    ones++;
                }
                distance += switch (ones) {
                    case 2 -> in.readTwosComplement(13);
                    case 3 -> in.readTwosComplement(20);
                    case 4 -> in.readBits(64);
                    default -> 0;
                };
                time += distance;
                bits = switch (ones) {
                    case 0 -> baseline;
                    case 1 -> in.readBit() ? readNewWindow() : readInWindow();
                    case 5 -> StaleMarker.BITS;
                    default -> readCodeA();
                };
            }
            into.addFloat(time, Double.longBitsToDouble(bits));
            into.setStartTime(starts.next(in, i, time, previous));
        }
    }

    private long readCodeA() {
        if (!in.readBit()) {
            return baseline;
        }
        if (!in.readBit()) {
            return readInWindow();
        }
        return in.readBit() ? StaleMarker.BITS : readNewWindow();
    }

    private long readInWindow() {
        baseline ^= in.readBits(64 - leading - trailing) << trailing;
        return baseline;
    }

    private long readNewWindow() {
        leading = (int) in.readBits(5);
        int size = (int) in.readBits(6);
        if (size == 0) {
            size = 64;
        }
        trailing = 64 - leading - size;
        if (trailing < 0) {
            throw new InvalidChunkException("chunk has a value of more than 64 bits");
        }
        return readInWindow();
    }
}
