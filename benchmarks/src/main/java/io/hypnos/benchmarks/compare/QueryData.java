package io.hypnos.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

/// Writes a block of made-up series, a sample every 15 s, chunks of 120 samples: of each 100 series 30 counters `c_total`, 10 counters
/// `e_total`, 29 gauges `g`, 22 buckets `h_bucket`, 7 gauges `m`, one native histogram `nh` and one `node_info`. Always the same for the
/// same arguments.
///
///     java -cp benchmarks/target/benchmarks.jar io.hypnos.benchmarks.compare.QueryData <directory> <series> <hours>
///
/// The block has a Thanos section with the external label `replica="a"`, so it can lie in a bucket as well as in a Prometheus' data
/// directory. A Prometheus of 2.x serves the native histograms with `--enable-feature=native-histograms`.
public final class QueryData {

    /// Where the data begin: 2026-11-19T00:00:00Z.
    static final long START = 1_795_046_400_000L;
    private static final int INTERVAL = 15_000;
    /// No sample lies on a round time. Subqueries look at round times, where a sample on the edge of a range would belong to it in one version of
    /// Prometheus and not in another.
    private static final long FIRST_SAMPLE = START + 3_007;

    private QueryData() {}

    static long time(long sample) {
        return FIRST_SAMPLE + sample * INTERVAL;
    }

    private static void write(Path directory, int hundreds, long samples) throws IOException {
        List<SeriesModel> models = IntStream.range(0, hundreds * 100).mapToObj(i -> SeriesModel.of(i, hundreds))
                .sorted((a, b) -> a.labels().compareTo(b.labels())).toList();
        long end = START + samples * INTERVAL;
        var ulid = new Ulid(end << 16, models.size());
        try (var writer = LabelledBlockWriter.create(directory, ulid)) {
            for (SeriesModel model : models) {
                writer.add(model.labels(), model.chunks(samples));
            }
            var lineage = new BlockLineage(3, List.of(ulid), List.of(), false, false, List.of());
            BlockMeta meta = writer.finish(new BlockDraft(START, end, lineage,
                    ThanosMeta.of(new LabelsBuilder().set("replica", "a").build(), "compactor"))).orElseThrow();
            System.out.println(meta.ulid() + ": " + models.size() + " series, " + models.size() * samples
                    + " samples from " + START + " to " + end + " ms");
        }
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: QueryData <directory> <series, a multiple of 100> <hours>");
            System.exit(2);
        }
        long samples = Duration.ofHours(Integer.parseInt(args[2])).toMillis() / INTERVAL;
        write(Path.of(args[0]), Integer.parseInt(args[1]) / 100, samples);
    }
}
