package io.hypnos.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.WriteBatch;

/// Prepared batches of a Kubernetes-like fleet: ten labels and about 250 bytes of text a series, named as remote write 1.0 does, one sample each.
/// Times and values are patched in place, so that making load costs next to nothing.
///
/// Of the values 35 % are constant, 40 % integer counters, 20 % gauges with two decimals, 5 % have a full mantissa.
final class SeriesBodies {

    static final int PER_BATCH = 2000;

    private final WriteBatch[] batches;
    private final double[][] counters;
    private final Random random = new Random(7);

    SeriesBodies(int series) {
        this(series, 0);
    }

    /// @param generation tells series of different generations apart, for churn
    SeriesBodies(int series, int generation) {
        int count = (series + PER_BATCH - 1) / PER_BATCH;
        batches = new WriteBatch[count];
        counters = new double[count][];
        for (int b = 0; b < count; b++) {
            var body = new ByteArrayOutputStream();
            int[] offsets = new int[PER_BATCH + 1];
            for (int i = 0; i < PER_BATCH; i++) {
                writeLabels(labels(b * PER_BATCH + i, generation), body);
                offsets[i + 1] = body.size();
            }
            batches[b] = new WriteBatch().reset(body.toByteArray(), 1);
            for (int i = 0; i < PER_BATCH; i++) {
                batches[b].addSeries(offsets[i], offsets[i + 1] - offsets[i]);
                batches[b].addSample(0, 0);
            }
            counters[b] = new double[PER_BATCH];
        }
    }

    int count() {
        return batches.length;
    }

    /// Batch `b` with the values that its series have at `time`.
    WriteBatch at(int b, long time) {
        WriteBatch batch = batches[b];
        double[] values = batch.values();
        double[] state = counters[b];
        for (int i = 0; i < PER_BATCH; i++) {
            int kind = i % 20;
            if (kind >= 7) {
                if (kind < 15) {
                    state[i] += random.nextInt(100);
                } else if (kind < 19) {
                    state[i] = random.nextInt(10_000) / 100.0;
                } else {
                    state[i] = random.nextDouble();
                }
            }
            batch.times()[i] = time;
            values[i] = state[i];
        }
        return batch;
    }

    static String[] labels(int n, int generation) {
        int target = n / 800;
        int metric = n % 800;
        return new String[]{"__name__", "kubernetes_workload_metric_" + metric + "_total", "cluster", "prod-eu-1",
            "container", "app-" + target % 50, "endpoint", "metrics", "instance",
            "10." + target / 65536 + "." + target / 256 % 256 + "." + target % 256 + ":8080", "job",
            "kubernetes-pods-" + target % 20, "namespace", "team-" + target % 40 + "-production", "node",
            "node-" + target % 300 + ".eu-west-1.compute.internal", "pod",
            "workload-" + target % 50 + "-" + Integer.toHexString(target * 0x9E3779B9 + generation), "service",
            "workload-" + target % 50};
    }

    static void writeLabels(String[] labels, ByteArrayOutputStream out) {
        for (int i = 0; i < labels.length; i += 2) {
            byte[] name = labels[i].getBytes(UTF_8);
            byte[] value = labels[i + 1].getBytes(UTF_8);
            out.write(0x0A);
            out.write(4 + name.length + value.length);
            out.write(0x0A);
            out.write(name.length);
            out.writeBytes(name);
            out.write(0x12);
            out.write(value.length);
            out.writeBytes(value);
        }
    }

    /// Reads what was written here.
    static LabelKeyDecoder decoder() {
        return SeriesBodies::decode;
    }

    private static Labels decode(WriteBatch batch, int series) {
        byte[] body = batch.body();
        int at = batch.keyOffset(series);
        int end = at + batch.keyLength(series);
        var builder = new LabelsBuilder();
        while (at < end) {
            int nameLength = body[at + 3];
            int name = at + 4;
            int valueLength = body[name + nameLength + 1];
            int value = name + nameLength + 2;
            builder.set(Arrays.copyOfRange(body, name, name + nameLength),
                    Arrays.copyOfRange(body, value, value + valueLength));
            at = value + valueLength;
        }
        return builder.build();
    }
}
