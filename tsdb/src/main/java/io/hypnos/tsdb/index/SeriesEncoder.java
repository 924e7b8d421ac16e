package io.hypnos.tsdb.index;

import java.io.IOException;
import java.util.Arrays;

import io.hypnos.tsdb.io.ChecksumWriter;

/// Writes series entries (the form is in [SeriesEntry]) and sees to their order.
final class SeriesEncoder {

    /// Two references of at most five bytes.
    private static final int MAX_LABEL = 10;
    /// Three numbers of at most ten bytes.
    private static final int MAX_CHUNK = 30;

    private int[] lastLabels = new int[64];
    /// Negative before the first series.
    private int lastCount = -1;
    private byte[] body = new byte[1024];

    /// Checks a series against the one before, which it then takes the place of.
    void requireAfterLast(int[] labels, int count, int symbols) {
        for (int i = 0; i < 2 * count; i++) {
            if (labels[i] < 0 || labels[i] >= symbols) {
                throw new IllegalArgumentException("rank " + labels[i] + " of " + symbols + " symbols");
            }
            if (i >= 2 && (i & 1) == 0 && labels[i] <= labels[i - 2]) {
                throw new IllegalArgumentException("label names out of order: " + text(labels, count));
            }
        }
        if (lastCount >= 0 && Arrays.compare(lastLabels, 0, 2 * lastCount, labels, 0, 2 * count) >= 0) {
            throw new IllegalArgumentException(
                    "series " + text(labels, count) + " does not come after " + text(lastLabels, lastCount));
        }
        if (2 * count > lastLabels.length) {
            lastLabels = new int[4 * count];
        }
        System.arraycopy(labels, 0, lastLabels, 0, 2 * count);
        lastCount = count;
    }

    void write(ChecksumWriter out, int[] labels, int count, ChunkMetas chunks) throws IOException {
        int room = 20 + count * MAX_LABEL + chunks.size() * MAX_CHUNK;
        if (room > body.length) {
            body = new byte[2 * room];
        }
        int at = ChecksumWriter.putUvarint(body, 0, count);
        for (int i = 0; i < 2 * count; i++) {
            at = ChecksumWriter.putUvarint(body, at, labels[i]);
        }
        at = ChecksumWriter.putUvarint(body, at, chunks.size());
        long time = 0;
        long ref = 0;
        for (int i = 0; i < chunks.size(); i++) {
            long min = chunks.minTime(i);
            if (i == 0) {
                at = ChecksumWriter.putVarint(body, at, min);
            } else {
                at = ChecksumWriter.putUvarint(body, at, min - time);
            }
            time = chunks.maxTime(i);
            at = ChecksumWriter.putUvarint(body, at, time - min);
            if (i == 0) {
                at = ChecksumWriter.putUvarint(body, at, chunks.ref(i));
            } else {
                at = ChecksumWriter.putVarint(body, at, chunks.ref(i) - ref);
            }
            ref = chunks.ref(i);
        }
        out.uvarint(at);
        out.startChecksum();
        out.bytes(body, 0, at);
        out.writeChecksum();
    }

    private static String text(int[] labels, int count) {
        return Arrays.toString(Arrays.copyOf(labels, 2 * count));
    }
}
