package io.hypnos.benchmarks;

import java.util.ArrayList;
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
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.merge.ChunkSeriesMerge;
import io.hypnos.series.merge.ChunkSeriesMerge.Duplicates;
import io.hypnos.series.merge.SeriesSource;

/// Four sorted streams of series with ten labels into one; nanoseconds per series that comes in. The series fit into the cache, as those do
/// that have just been read from a wire.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MergeBenchmark {

    private static final int SERIES = 8_000;
    private static final int SOURCES = 4;

    /// Whether all sources have the same series, as replicas do, or each its own.
    @Param({"disjoint", "replicas"})
    private String sources = "disjoint";

    private final List<List<ChunkSeries>> streams = new ArrayList<>();

    @Setup
    public void makeStreams() {
        var random = new Random(4);
        for (int i = 0; i < SOURCES; i++) {
            streams.add(new ArrayList<>());
        }
        boolean replicas = sources.equals("replicas");
        for (int s = 0; s < (replicas ? SERIES / SOURCES : SERIES); s++) {
            Labels labels = labels(s);
            var appender = new XorAppender();
            appender.append(1000, (double) s);
            appender.append(2000, s + 1.0);
            Chunk chunk = appender.toChunk();
            int source = random.nextInt(SOURCES);
            for (int i = 0; i < SOURCES; i++) {
                if (replicas || i == source) {
                    streams.get(i).add(new ChunkSeries(labels, List.of(Chunk.of(chunk.minTime(), chunk.maxTime(),
                            chunk.encoding(), chunk.toByteArray()))));
                }
            }
        }
        for (List<ChunkSeries> stream : streams) {
            stream.sort((a, b) -> a.labels().compareTo(b.labels()));
        }
    }

    private static Labels labels(int s) {
        return new LabelsBuilder().set("__name__", "container_network_receive_bytes_total")
                .set("cluster", "eu-west-1-production").set("container", "POD").set("endpoint", "https-metrics")
                .set("image", "registry.example/team/service-" + s % 40 + ":1.2.3").set("instance", "10.0.0." + s % 250)
                .set("interface", "eth" + s % 3).set("job", "kubelet").set("namespace", "team-" + s % 25)
                .set("pod", "service-" + s % 40 + "-7d9f6c5b8-" + s).build();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long merge() {
        List<SeriesSource> all = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            all.add(new SeriesSource("s" + i, ChunkSeriesSet.of(streams.get(i))));
        }
        long chunks = 0;
        try (var merge = new ChunkSeriesMerge(all, Duplicates.DROP)) {
            while (merge.next()) {
                chunks += merge.series().chunks().size();
            }
        }
        return chunks;
    }
}
