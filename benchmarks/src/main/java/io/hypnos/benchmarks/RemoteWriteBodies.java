package io.hypnos.benchmarks;

import java.io.ByteArrayOutputStream;
import java.util.Random;

import io.hypnos.tsdb.io.SnappyEncoder;

/// Compressed remote write 1.0 requests of 2 000 series each, one sample a series; labels are those of [SeriesBodies].
final class RemoteWriteBodies {

    private final byte[][] bodies;

    /// @param shuffled whether the series of a body are any of all, or follow one another as they were created
    RemoteWriteBodies(int series, boolean shuffled) {
        int[] order = new int[series];
        for (int i = 0; i < series; i++) {
            order[i] = i;
        }
        if (shuffled) {
            shuffle(order);
        }
        bodies = new byte[series / SeriesBodies.PER_BATCH][];
        for (int b = 0; b < bodies.length; b++) {
            bodies[b] = body(order, b * SeriesBodies.PER_BATCH);
        }
    }

    private static void shuffle(int[] order) {
        var random = new Random(11);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int n = order[i];
            order[i] = order[other];
            order[other] = n;
        }
    }

    private static byte[] body(int[] order, int from) {
        var body = new ByteArrayOutputStream();
        var series = new ByteArrayOutputStream();
        for (int i = from; i < from + SeriesBodies.PER_BATCH; i++) {
            series.reset();
            SeriesBodies.writeLabels(SeriesBodies.labels(order[i], 0), series);
            writeSample(series, i);
            body.write(0x0A);
            writeVarint(body, series.size());
            body.writeBytes(series.toByteArray());
        }
        byte[] plain = body.toByteArray();
        return new SnappyEncoder().encode(plain, 0, plain.length);
    }

    private static void writeSample(ByteArrayOutputStream out, int i) {
        out.write(0x12);
        out.write(16);
        out.write(0x09);
        long bits = Double.doubleToRawLongBits(i % 7 == 0 ? i / 3.0 : i);
        for (int shift = 0; shift < 64; shift += 8) {
            out.write((int) (bits >>> shift));
        }
        out.write(0x10);
        writeVarint(out, KubernetesMix.START);
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7F) {
            out.write((int) rest | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    int count() {
        return bodies.length;
    }

    byte[] body(int b) {
        return bodies[b];
    }
}
