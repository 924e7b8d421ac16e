package io.hypnos.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

/// Writes a block of made-up series, a sample every 15 s, chunks of 120 samples: of each 100 series 30 counters `c_total`, 10 counters
/// `e_total`, 30 gauges `g`, 22 buckets `h_bucket`, 7 gauges `m` and one `node_info`. Always the same for the same arguments.
///
///     java -cp benchmarks/target/benchmarks.jar io.hypnos.benchmarks.compare.QueryData <directory> <series> <hours>
///
/// The block has a Thanos section with the external label `replica="a"`, so it can lie in a bucket as well as in a Prometheus' data
/// directory.
public final class QueryData {

    /// Where the data begin: 2026-11-19T00:00:00Z.
    static final long START = 1_795_046_400_000L;
    private static final int INTERVAL = 15_000;
    private static final int SAMPLES_PER_CHUNK = 120;
    private static final List<String> BOUNDS = List.of("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1",
            "2.5",
            "5", "+Inf");

    private final long samples;
    private final List<SeriesModel> models = new ArrayList<>();

    private QueryData(int hundreds, Duration length) {
        this.samples = length.toMillis() / INTERVAL;
        for (int i = 0; i < hundreds * 100; i++) {
            models.add(SeriesModel.of(i, hundreds));
        }
        models.sort((a, b) -> a.labels.compareTo(b.labels));
    }

    /// How the values of a series come about.
    private enum Kind {
        COUNTER, GAUGE, BUCKET, CONSTANT
    }

    private record SeriesModel(Labels labels, Kind kind, long seed) {

        static SeriesModel of(int number, int hundreds) {
            int place = number % 100;
            int group = number / 100;
            if (place < 30) {
                return counter("c_total", group * 30 + place, number);
            }
            if (place < 40) {
                return counter("e_total", group * 10 + place - 30, number);
            }
            if (place < 70) {
                return new SeriesModel(target("g", group * 30 + place - 40).build(), Kind.GAUGE, number);
            }
            if (place < 92) {
                int bucket = group * 22 + place - 70;
                return new SeriesModel(
                        target("h_bucket", bucket / BOUNDS.size()).set("le", BOUNDS.get(bucket % BOUNDS.size()))
                                .build(),
                        Kind.BUCKET, number);
            }
            if (place < 99) {
                return new SeriesModel(target("m", group * 7 + place - 92).build(), Kind.GAUGE, number);
            }
            Labels labels = new LabelsBuilder().set(Labels.METRIC_NAME, "node_info").set("pod", pod(group))
                    .set("node", "node-" + group % Math.max(1, hundreds / 20)).build();
            return new SeriesModel(labels, Kind.CONSTANT, number);
        }

        private static SeriesModel counter(String name, int number, int seed) {
            return new SeriesModel(target(name, number).build(), Kind.COUNTER, seed);
        }

        private static LabelsBuilder target(String name, int number) {
            int pod = number / 10;
            return new LabelsBuilder().set(Labels.METRIC_NAME, name).set("pod", pod(pod))
                    .set("job", "service-" + pod % 30).set("namespace", "team-" + pod % 12)
                    .set("instance", "10." + (pod >> 8) + "." + (pod & 255) + ".7:9100").set("zone", "eu-" + pod % 3)
                    .set("path", "/api/v1/resource/" + number % 10);
        }

        private static String pod(int number) {
            return "service-" + number % 30 + "-7d9f" + Integer.toHexString(number * 0x9e37 & 0xffff) + "-" + number;
        }
    }

    private void write(Path directory) throws IOException {
        long end = START + samples * INTERVAL;
        var ulid = new Ulid(end << 16, models.size());
        try (var writer = LabelledBlockWriter.create(directory, ulid)) {
            for (SeriesModel model : models) {
                writer.add(model.labels, chunks(model));
            }
            var lineage = new BlockLineage(3, List.of(ulid), List.of(), false, false, List.of());
            BlockMeta meta = writer.finish(new BlockDraft(START, end, lineage,
                    ThanosMeta.of(new LabelsBuilder().set("replica", "a").build(), "compactor"))).orElseThrow();
            System.out.println(meta.ulid() + ": " + models.size() + " series, " + models.size() * samples
                    + " samples from " + START + " to " + end + " ms");
        }
    }

    private List<Chunk> chunks(SeriesModel model) {
        var random = new SplittableRandom(model.seed);
        List<Chunk> chunks = new ArrayList<>();
        double value = random.nextInt(100_000);
        int pace = 1 + random.nextInt(500);
        for (long first = 0; first < samples; first += SAMPLES_PER_CHUNK) {
            long behind = Math.min(samples, first + SAMPLES_PER_CHUNK);
            var appender = new XorAppender();
            for (long i = first; i < behind; i++) {
                value = next(model.kind, value, pace, random);
                appender.append(START + i * INTERVAL, value);
            }
            chunks.add(Chunk.of(START + first * INTERVAL, START + (behind - 1) * INTERVAL, ChunkEncoding.XOR,
                    appender.toByteArray()));
        }
        return chunks;
    }

    private static double next(Kind kind, double value, int pace, SplittableRandom random) {
        return switch (kind) {
            case COUNTER -> random.nextInt(5_000) == 0 ? 0 : value + random.nextInt(pace);
            case BUCKET -> value + random.nextInt(pace);
            case GAUGE -> Math.round((value + random.nextInt(-1000, 1001) / 250.0) * 100) / 100.0;
            case CONSTANT -> 1;
        };
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: QueryData <directory> <series, a multiple of 100> <hours>");
            System.exit(2);
        }
        new QueryData(Integer.parseInt(args[1]) / 100, Duration.ofHours(Integer.parseInt(args[2])))
                .write(Path.of(args[0]));
    }
}
