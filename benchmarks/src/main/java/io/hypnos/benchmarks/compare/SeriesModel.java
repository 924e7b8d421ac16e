package io.hypnos.benchmarks.compare;

import java.util.List;
import java.util.SplittableRandom;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// A made-up series: its labels and how its values come about.
record SeriesModel(Labels labels, Kind kind, long seed) {

    private static final List<String> BOUNDS = List.of("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1",
            "2.5", "5", "+Inf");
    /// One in so many samples of a counter starts anew.
    static final int RESETS = 5_000;

    enum Kind {
        COUNTER, GAUGE, BUCKET, CONSTANT, HISTOGRAM
    }

    /// @param number   of the series, from 0
    /// @param hundreds how many hundreds of series there are
    static SeriesModel of(int number, int hundreds) {
        int place = number % 100;
        int group = number / 100;
        if (place < 30) {
            return new SeriesModel(target("c_total", group * 30 + place).build(), Kind.COUNTER, number);
        }
        if (place < 40) {
            return new SeriesModel(target("e_total", group * 10 + place - 30).build(), Kind.COUNTER, number);
        }
        if (place < 69) {
            return new SeriesModel(target("g", group * 29 + place - 40).build(), Kind.GAUGE, number);
        }
        if (place < 91) {
            int bucket = group * 22 + place - 69;
            String bound = BOUNDS.get(bucket % BOUNDS.size());
            return new SeriesModel(target("h_bucket", bucket / BOUNDS.size()).set("le", bound).build(), Kind.BUCKET,
                    number);
        }
        if (place < 98) {
            return new SeriesModel(target("m", group * 7 + place - 91).build(), Kind.GAUGE, number);
        }
        if (place < 99) {
            return new SeriesModel(target("nh", group).build(), Kind.HISTOGRAM, number);
        }
        Labels labels = new LabelsBuilder().set(Labels.METRIC_NAME, "node_info").set("pod", pod(group))
                .set("node", "node-" + group % Math.max(1, hundreds / 20)).build();
        return new SeriesModel(labels, Kind.CONSTANT, number);
    }

    private static LabelsBuilder target(String name, int number) {
        int pod = number / 10;
        return new LabelsBuilder().set(Labels.METRIC_NAME, name).set("pod", pod(pod))
                .set("job", "service-" + pod % 30).set("namespace", "team-" + pod % 12)
                .set("instance", "10." + (pod >> 8) + "." + (pod & 255) + ".7:9100").set("zone", "eu-" + pod % 3)
                .set("path", "/api/v1/resource/" + number % 10);
    }

    static String pod(int number) {
        return "service-" + number % 30 + "-7d9f" + Integer.toHexString(number * 0x9e37 & 0xffff) + "-" + number;
    }

    /// The first samples of the series.
    List<Chunk> chunks(long samples) {
        var random = new SplittableRandom(seed);
        var writer = new ChunkWriter();
        if (kind == Kind.HISTOGRAM) {
            var histogram = new HistogramModel(random);
            for (long i = 0; i < samples; i++) {
                writer.append(QueryData.time(i), histogram.next());
            }
            return writer.finish();
        }
        double value = random.nextInt(100_000);
        int pace = 1 + random.nextInt(500);
        for (long i = 0; i < samples; i++) {
            value = next(value, pace, random);
            writer.append(QueryData.time(i), value);
        }
        return writer.finish();
    }

    private double next(double value, int pace, SplittableRandom random) {
        return switch (kind) {
            case COUNTER -> random.nextInt(RESETS) == 0 ? 0 : value + random.nextInt(pace);
            case BUCKET -> value + random.nextInt(pace);
            case GAUGE -> Math.round((value + random.nextInt(-1000, 1001) / 250.0) * 100) / 100.0;
            case CONSTANT -> 1;
            case HISTOGRAM -> throw new IllegalStateException("a histogram is not a number");
        };
    }
}
