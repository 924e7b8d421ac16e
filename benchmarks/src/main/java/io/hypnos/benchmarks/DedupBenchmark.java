package io.hypnos.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.Samples;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.dedup.DedupMode;
import io.hypnos.series.dedup.DedupOptions;
import io.hypnos.series.dedup.DedupSeriesSet;
import io.hypnos.series.labels.Labels;

/// Two replicas of a day at 15 s, the second 3.7 s later, from chunks to one sequence; nanoseconds per sample of one replica.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DedupBenchmark {

    private static final int SERIES = 100;
    private static final int SAMPLES = 5760;
    private static final int OFFSET = 3700;

    /// One scrape in so many is missing; 0 for none.
    @Param({"0", "100"})
    private int gapEvery;

    @Param({"", "rate"})
    private String function = "";

    @Param({"OFF", "PENALTY", "CHAIN"})
    private DedupMode mode = DedupMode.PENALTY;

    private final ChunkSeries[][] replicas = new ChunkSeries[SERIES][];
    private final Samples samples = new Samples();

    @Setup
    public void encodeAll() {
        var mix = new KubernetesMix(2, 3);
        var random = new Random(3);
        for (int s = 0; s < SERIES; s++) {
            long[] times = mix.times(s, SAMPLES);
            double[] values = mix.values(s, SAMPLES);
            Labels labels = Labels.of("__name__", "m", "series", Integer.toString(s));
            int count = mode == DedupMode.OFF ? 1 : 2;
            replicas[s] = new ChunkSeries[count];
            for (int r = 0; r < count; r++) {
                var writer = new ChunkWriter();
                for (int i = 0; i < SAMPLES; i++) {
                    if (gapEvery == 0 || random.nextInt(gapEvery) != 0) {
                        writer.append(times[i] + (long) r * OFFSET, values[i]);
                    }
                }
                replicas[s][r] = new ChunkSeries(labels, List.copyOf(writer.finish()));
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(SERIES * SAMPLES)
    public double dedup() {
        double sum = 0;
        var options = new DedupOptions(mode, TimeRange.ALL, function);
        for (ChunkSeries[] series : replicas) {
            try (var set = new DedupSeriesSet(ChunkSeriesSet.of(List.of(series)), options)) {
                while (set.next()) {
                    set.series().readInto(samples);
                    sum += samples.value(samples.size() - 1);
                }
            }
        }
        return sum;
    }
}
