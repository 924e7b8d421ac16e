package io.hypnos.benchmarks;

import java.util.ArrayList;
import java.util.List;
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

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryResult;
import io.hypnos.promql.RangeQuery;
import io.hypnos.series.QueryContext;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// Range queries of two hours at a step of 30 s, from compressed chunks, on one thread; nanoseconds per series and step.
///
/// The data are those with which engines of the field are compared: 3 000 counters of whole numbers, a sample every 30 s.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PromqlBenchmark {

    static final int SERIES = 3_000;
    static final int STEPS = 241;
    private static final int INTERVAL = 30_000;
    private static final int SAMPLES_PER_CHUNK = 120;
    private static final int CHUNKS = 4;
    private static final long START = (long) SAMPLES_PER_CHUNK * INTERVAL;

    @Param({"sum(rate(m[1m]))", "sum by (pod) (rate(m[1m]))", "rate(m[1m])", "sum(m)", "sum by (pod) (m)",
        "avg_over_time(m[10m])", "max_over_time(m[10m])", "quantile_over_time(0.9, m[10m])", "topk(10, rate(m[1m]))",
        "m * on (pod, route) m"})
    private String query = "";

    private final QueryEngine engine = new QueryEngine(EngineOptions.DEFAULT);
    private ChunkQuerier source = new ChunkQuerier(List.of());

    /// For JMH, which sets the query.
    public PromqlBenchmark() {}

    PromqlBenchmark(String query) {
        this.query = query;
    }

    /// All chunks one after the other, as in a file's buffer.
    private final byte[] bytes = new byte[1 << 24];
    private int used;

    @Setup
    public void encodeAll() {
        List<ChunkQuerier.Stored> stored = new ArrayList<>();
        for (int s = 0; s < SERIES; s++) {
            Labels labels = new LabelsBuilder().set(Labels.METRIC_NAME, "m").set("pod", "nginx-" + s / 2)
                    .set("route", s % 2 == 0 ? "/" : "/other").build();
            stored.add(new ChunkQuerier.Stored(labels, chunks(s)));
        }
        source = new ChunkQuerier(stored);
    }

    private List<Chunk> chunks(int series) {
        List<Chunk> chunks = new ArrayList<>();
        for (int c = 0; c < CHUNKS; c++) {
            var appender = new XorAppender();
            long first = (long) c * SAMPLES_PER_CHUNK;
            for (long i = first; i < first + SAMPLES_PER_CHUNK; i++) {
                appender.append(i * INTERVAL, (double) (series + i * (1 + series % 50)));
            }
            byte[] chunk = appender.toByteArray();
            System.arraycopy(chunk, 0, bytes, used, chunk.length);
            chunks.add(new Chunk(first * INTERVAL, (first + SAMPLES_PER_CHUNK - 1) * INTERVAL, ChunkEncoding.XOR, bytes,
                    used, chunk.length));
            used += chunk.length;
        }
        return chunks;
    }

    @Benchmark
    @OperationsPerInvocation(SERIES * STEPS)
    public QueryResult range() {
        return engine.execute(new RangeQuery(query, START, START + (STEPS - 1) * (long) INTERVAL, INTERVAL), source,
                QueryContext.UNLIMITED);
    }
}
