package io.hypnos.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.Tsdb;
import io.hypnos.tsdb.TsdbMetrics;
import io.hypnos.tsdb.TsdbOptions;
import io.hypnos.tsdb.wal.WalSync;
import io.hypnos.tsdb.write.LabelKeyDecoder;

/// The head under load, without HTTP and protobuf: creation, warm appends, memory, a head cut beside writing, replay, a query.
///
///     java -Xmx1g --enable-native-access=ALL-UNNAMED -cp … io.hypnos.benchmarks.HeadBenchmark [series] [directory]
public final class HeadBenchmark {

    private static final long INTERVAL = 15_000;
    private static final int TICKS_PER_INTERVAL = 15;
    private static final LabelKeyDecoder DECODER = SeriesBodies.decoder();

    private final int series;
    private final Path directory;
    private final SeriesBodies bodies;
    private long time = 1_700_000_000_000L / 7_200_000 * 7_200_000;

    private HeadBenchmark(int series, Path directory) {
        this.series = series;
        this.directory = directory;
        this.bodies = new SeriesBodies(series);
    }

    public static void main(String[] args) throws IOException {
        int series = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path directory = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("head-benchmark");
        new HeadBenchmark(series, directory).run();
    }

    private TsdbOptions options() {
        return TsdbOptions.builder().upkeep(TsdbOptions.Upkeep.CALLER).walSync(WalSync.NONE)
                .futureTolerance(Duration.ZERO).diskReserve(0).build();
    }

    private void run() throws IOException {
        report("bodies prepared", bodies.count(), "batches of " + SeriesBodies.PER_BATCH);
        System.gc();
        long before = Memory.anonymousBytes();
        try (Tsdb tsdb = Tsdb.open(directory, options(), new TsdbMetrics())) {
            long created = round(tsdb);
            report("creation", created / (double) series, "ns/series");
            warm(tsdb);
            memory(tsdb, before, "after 20 samples");
            for (int i = 0; i < 220; i++) {
                round(tsdb);
            }
            tsdb.tick();
            memory(tsdb, before, "after an hour");
            query(tsdb);
        }
        replay();
    }

    /// One sample for every series; returns the nanoseconds that appending took.
    private long round(Tsdb tsdb) {
        time += INTERVAL;
        long took = 0;
        for (int b = 0; b < bodies.count(); b++) {
            var batch = bodies.at(b, time);
            long started = System.nanoTime();
            var result = tsdb.append(batch, DECODER);
            took += System.nanoTime() - started;
            if (!result.isComplete()) {
                throw new IllegalStateException("not stored: " + result.refusal());
            }
            if (b % Math.max(1, bodies.count() / TICKS_PER_INTERVAL) == 0) {
                tsdb.tick();
            }
        }
        return took;
    }

    private void warm(Tsdb tsdb) {
        double[] perSample = new double[19];
        for (int i = 0; i < perSample.length; i++) {
            perSample[i] = round(tsdb) / (double) series;
        }
        Arrays.sort(perSample);
        report("warm append with log, best", perSample[0], "ns/sample");
        report("warm append with log, median", perSample[perSample.length / 2], "ns/sample");
    }

    private void memory(Tsdb tsdb, long before, String when) {
        System.gc();
        report("anonymous memory " + when, (Memory.anonymousBytes() - before) / (double) series, "B/series");
        report("head's own memory " + when, tsdb.headStatistics(1).bytes() / (double) series, "B/series");
    }

    private void query(Tsdb tsdb) {
        for (int i = 0; i < 200; i++) {
            long started = System.nanoTime();
            int found = 0;
            long chunks = 0;
            try (ChunkSeriesSet set = tsdb.select(
                    List.of(Matcher.equal("__name__", "kubernetes_workload_metric_" + i + "_total")), TimeRange.ALL)) {
                while (set.next()) {
                    found++;
                    chunks += set.series().chunks().size();
                }
            }
            if (i % 40 == 39) {
                report("select of " + found + " series with " + chunks + " chunks",
                        (System.nanoTime() - started) / (double) found, "ns/series");
            }
        }
    }

    private void replay() {
        long samples = 240L * series;
        long started = System.nanoTime();
        try (Tsdb tsdb = Tsdb.open(directory, options(), new TsdbMetrics())) {
            double seconds = (System.nanoTime() - started) / 1e9;
            report("replay of " + samples / 1_000_000 + " M samples", seconds, "s");
            report("replay", seconds / samples * 1e6 * 1000, "ms per 1 M samples");
            report("series after replay", tsdb.seriesCount(), "");
        }
    }

    static void report(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-50s %12.1f %s%n", what, value, unit);
    }
}
