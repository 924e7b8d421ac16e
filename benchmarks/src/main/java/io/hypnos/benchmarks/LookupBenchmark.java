package io.hypnos.benchmarks;

import java.util.HashMap;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.hypnos.receive.wire.DecodedWrite;
import io.hypnos.receive.wire.RemoteWrite1Decoder;
import io.hypnos.tsdb.head.HeadLookup;
import io.hypnos.tsdb.io.SnappyBlock;
import io.hypnos.tsdb.write.WriteBatch;

/// From the bytes of a remote write request to the series that they mean, a million series in requests of 2 000: decompression, protobuf, and
/// the head's lookup; nanoseconds per series.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = {"-Xmx3g", "--enable-native-access=ALL-UNNAMED"})
public class LookupBenchmark {

    private static final int SERIES = 1_000_000;

    /// Which series come together in a request: those that were created together, or any.
    @Param({"created", "shuffled"})
    private String order = "created";

    private final RemoteWrite1Decoder decoder = new RemoteWrite1Decoder();
    private final DecodedWrite decoded = new DecodedWrite();
    private final HeadLookup lookup = new HeadLookup();
    private final Map<String, Integer> plain = new HashMap<>();
    private RemoteWriteBodies bodies = new RemoteWriteBodies(0, false);

    /// Creates the series, and lets both versions find each of them.
    @Setup
    public void create() {
        bodies = new RemoteWriteBodies(SERIES, false);
        for (int b = 0; b < bodies.count(); b++) {
            lookup.create(decode(b), SeriesBodies.decoder());
            for (String key : PlainRemoteWrite.keys(bodies.body(b))) {
                plain.put(key, plain.size());
            }
        }
        if (order.equals("shuffled")) {
            bodies = new RemoteWriteBodies(SERIES, true);
        }
        for (int b = 0; b < bodies.count(); b++) {
            lookup.find(decode(b));
            int i = 0;
            for (String key : PlainRemoteWrite.keys(bodies.body(b))) {
                if (lookup.slot(i) != plain.getOrDefault(key, -1)) {
                    throw new IllegalStateException("series " + i + " of body " + b + " was found elsewhere");
                }
                i++;
            }
        }
    }

    @TearDown
    public void close() {
        lookup.close();
    }

    private WriteBatch decode(int b) {
        byte[] body = bodies.body(b);
        int length = SnappyBlock.decodedLength(body, 0, body.length);
        int written = SnappyBlock.decode(body, 0, body.length, decoded.reserve(length), 0);
        decoder.decode(written, false, decoded);
        return decoded.batch();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long decodeAndFind() {
        long sum = 0;
        for (int b = 0; b < bodies.count(); b++) {
            int count = lookup.find(decode(b));
            sum += lookup.slot(count - 1);
        }
        return sum;
    }

    /// What of it is decoding.
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long decode() {
        long sum = 0;
        for (int b = 0; b < bodies.count(); b++) {
            sum += decode(b).keyLength(0);
        }
        return sum;
    }

    /// One series after the other, with a string for each and a map.
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long decodeAndFindPlain() {
        long sum = 0;
        for (int b = 0; b < bodies.count(); b++) {
            for (String key : PlainRemoteWrite.keys(bodies.body(b))) {
                sum += plain.getOrDefault(key, -1);
            }
        }
        return sum;
    }
}
