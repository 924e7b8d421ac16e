package io.hypnos.benchmarks;

import java.util.Arrays;
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

import io.hypnos.series.Samples;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.testing.PlainXor;

/// XOR chunks of 120 samples, read and written; nanoseconds per sample.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class XorBenchmark {

    private static final int SERIES = 20_000;
    private static final int SAMPLES = 120;

    @Param({"0", "3"})
    private int jitter;

    /// Where a chunk lies: in an array of its own, or in one with others, as in a message or a file's buffer.
    @Param({"own", "shared"})
    private String array = "shared";

    private final Chunk[] chunks = new Chunk[SERIES];
    private final long[][] times = new long[SERIES][];
    private final double[][] values = new double[SERIES][];
    private final Samples samples = new Samples();

    @Setup
    public void encodeAll() {
        var mix = new KubernetesMix(1, jitter);
        byte[] buffer = new byte[1 << 26];
        int at = 0;
        for (int s = 0; s < SERIES; s++) {
            times[s] = mix.times(s, SAMPLES);
            values[s] = mix.values(s, SAMPLES);
            byte[] bytes = encode(s).toByteArray();
            System.arraycopy(bytes, 0, buffer, at, bytes.length);
            chunks[s] = array.equals("own")
                    ? Chunk.of(0, 0, ChunkEncoding.XOR, bytes)
                    : new Chunk(0, 0, ChunkEncoding.XOR, buffer, at, bytes.length);
            at += bytes.length;
        }
    }

    private XorAppender encode(int series) {
        var appender = new XorAppender();
        long[] t = times[series];
        double[] v = values[series];
        for (int i = 0; i < SAMPLES; i++) {
            appender.append(t[i], v[i]);
        }
        return appender;
    }

    @Benchmark
    @OperationsPerInvocation(SERIES * SAMPLES)
    public double decode() {
        double sum = 0;
        for (Chunk chunk : chunks) {
            samples.clear();
            ChunkDecoder.decode(chunk, samples);
            sum += samples.value(SAMPLES - 1) + samples.time(SAMPLES - 1);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(SERIES * SAMPLES)
    public long encode() {
        long size = 0;
        for (int s = 0; s < SERIES; s++) {
            size += encode(s).toByteArray().length;
        }
        return size;
    }

    /// The oracle of the tests, which goes bit by bit.
    @Benchmark
    @OperationsPerInvocation(SERIES * SAMPLES)
    public long encodePlain() {
        long size = 0;
        for (int s = 0; s < SERIES; s++) {
            size += PlainXor.encode(times[s], values[s], SAMPLES).length;
        }
        return size;
    }

    /// Likewise.
    @Benchmark
    @OperationsPerInvocation(SERIES * SAMPLES)
    public double decodePlain() {
        double sum = 0;
        long[] t = new long[SAMPLES];
        double[] v = new double[SAMPLES];
        for (Chunk chunk : chunks) {
            byte[] bytes = Arrays.copyOfRange(chunk.data(), chunk.offset(), chunk.offset() + chunk.length());
            PlainXor.decode(bytes, t, v);
            sum += v[SAMPLES - 1] + t[SAMPLES - 1];
        }
        return sum;
    }
}
