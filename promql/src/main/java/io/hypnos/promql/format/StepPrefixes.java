package io.hypnos.promql.format;

import java.io.IOException;

import io.hypnos.promql.number.NumberBytes;

/// The beginnings `[1700000000.123,` of the points of a matrix, rendered once for all series that share their times.
final class StepPrefixes {

    private static final int MAX_LENGTH = NumberBytes.MAX_LENGTH + 2;

    private final NumberBytes numbers = new NumberBytes();
    private long[] steps = new long[0];
    private int[] ends = new int[0];
    private byte[] bytes = new byte[0];

    /// Makes sure that the prefixes are those of `times`.
    void prepare(long[] times) {
        if (times == steps) {
            return;
        }
        steps = times;
        if (ends.length < times.length) {
            ends = new int[times.length];
            bytes = new byte[Math.multiplyExact(times.length, MAX_LENGTH)];
        }
        int at = 0;
        for (int i = 0; i < times.length; i++) {
            bytes[at] = '[';
            at = numbers.timestamp(times[i], bytes, at + 1);
            bytes[at++] = ',';
            ends[i] = at;
        }
    }

    void write(int step, JsonOutput json) throws IOException {
        int start = step == 0 ? 0 : ends[step - 1];
        json.raw(bytes, start, ends[step] - start);
    }
}
