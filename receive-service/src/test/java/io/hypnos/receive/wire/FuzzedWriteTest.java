package io.hypnos.receive.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.proto.prompb.BucketSpan;
import io.hypnos.proto.prompb.Exemplar;
import io.hypnos.proto.prompb.Histogram;
import io.hypnos.proto.prompb.Label;
import io.hypnos.proto.prompb.MetricMetadata;
import io.hypnos.proto.prompb.Sample;
import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.proto.remote.v1.WriteRequest;
import io.hypnos.proto.remote.v2.Metadata;
import io.hypnos.proto.remote.v2.Request;
import io.hypnos.tsdb.Tsdb;
import io.hypnos.tsdb.TsdbMetrics;
import io.hypnos.tsdb.TsdbOptions;
import io.hypnos.tsdb.io.InvalidSnappyException;
import io.hypnos.tsdb.io.SnappyBlock;
import io.hypnos.tsdb.io.SnappyEncoder;
import io.hypnos.tsdb.wal.WalSync;
import io.hypnos.tsdb.write.BatchResult;

/// Bodies of writes that are broken in every way, through decompression, decoding and storing: what can be read is stored, sample by sample, and
/// what cannot is refused as the sender's fault, in bounded memory. `-Dhypnos.fuzz.bodies=1000000` for more of them.
class FuzzedWriteTest {

    private static final long SEED = Long.getLong("hypnos.seed", 20_261_120);
    private static final int LIMIT = 1 << 20;
    private static final long T0 = 1_700_000_000_000L;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final SnappyEncoder snappy = new SnappyEncoder();
    private final DecodedWrite write = new DecodedWrite();
    private final RemoteWrite1Decoder v1 = new RemoteWrite1Decoder();
    private final RemoteWrite2Decoder v2 = new RemoteWrite2Decoder();
    private final List<byte[]> bodies1 = new ArrayList<>();
    private final List<byte[]> bodies2 = new ArrayList<>();
    private int malformed;
    private int compressedBadly;
    private int tooLarge;
    private int decoded;
    private long stored;

    @Test
    void refusesWhatIsBrokenAndStoresTheRest() {
        for (int i = 0; i < 30; i++) {
            bodies1.add(request1());
            bodies2.add(request2());
        }
        int bodies = Integer.getInteger("hypnos.fuzz.bodies", 20_000);
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long most = 0;
        var options = TsdbOptions.builder().upkeep(TsdbOptions.Upkeep.CALLER).diskReserve(0).walSync(WalSync.NONE)
                .maxSeries(20_000).maxExemplars(1_000).outOfOrderWindow(Duration.ofHours(1)).build();
        try (Tsdb tsdb = Tsdb.open(directory, options, new TsdbMetrics())) {
            for (int i = 0; i < bodies; i++) {
                boolean second = random.nextBoolean();
                byte[] body = broken(second ? bodies2 : bodies1);
                long before = memory.getCurrentThreadAllocatedBytes();
                try {
                    take(body, second, tsdb);
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("body " + i + " of seed " + SEED, e);
                }
                most = Math.max(most, memory.getCurrentThreadAllocatedBytes() - before);
                if (i % 1_000 == 0) {
                    tsdb.tick();
                }
            }
        }
        assertThat(most).as("bytes allocated for one body").isLessThan(8L * LIMIT);
        assertThat(write.bytes().length).isLessThan(4 * LIMIT);
        assertThat(malformed).isPositive();
        assertThat(compressedBadly).isPositive();
        assertThat(tooLarge).isPositive();
        assertThat(decoded).isPositive();
        assertThat(stored).isPositive();
    }

    /// What a handler does with a body, refusals counted instead of answered.
    private void take(byte[] body, boolean second, Tsdb tsdb) {
        int length;
        try {
            length = SnappyBlock.decodedLength(body, 0, body.length);
            if (length > LIMIT) {
                tooLarge++;
                return;
            }
            int unused = SnappyBlock.decode(body, 0, body.length, write.reserve(length), 0);
        } catch (InvalidSnappyException e) {
            compressedBadly++;
            return;
        }
        try {
            if (second) {
                v2.decode(length, true, write);
            } else {
                v1.decode(length, true, write);
            }
        } catch (MalformedWriteException e) {
            malformed++;
            return;
        }
        decoded++;
        BatchResult result = tsdb.append(write.batch(), new SeriesLabels(write.faults()));
        assertThat(result.refusal()).isNull();
        stored += result.samplesStored();
    }

    /// A body with something wrong in it: before it was compressed, after that, or both; now and then nothing.
    private byte[] broken(List<byte[]> bodies) {
        if (random.nextInt(1_000) == 0) {
            // Small on the wire only.
            return snappy.encode(new byte[2 * LIMIT], 0, LIMIT + 1 + random.nextInt(LIMIT));
        }
        byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            body = damage(body, bodies);
        }
        byte[] compressed = snappy.encode(body, 0, body.length);
        if (random.nextInt(4) == 0) {
            compressed = damage(compressed, bodies);
        }
        return compressed;
    }

    private byte[] damage(byte[] bytes, List<byte[]> others) {
        if (bytes.length == 0) {
            return new byte[]{(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                // A length or a number that is much too large.
                for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(9)); i++) {
                    bytes[i] = (byte) 0xFF;
                }
            }
            case 4 -> {
                byte[] inserted = new byte[1 + random.nextInt(12)];
                random.nextBytes(inserted);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + inserted.length);
                System.arraycopy(inserted, 0, longer, at, inserted.length);
                System.arraycopy(bytes, at, longer, at + inserted.length, bytes.length - at);
                return longer;
            }
            case 5 -> {
                byte[] other = others.get(random.nextInt(others.size()));
                int from = random.nextInt(other.length);
                int count = Math.min(Math.min(64, other.length - from), bytes.length - at);
                System.arraycopy(other, from, bytes, at, count);
            }
            default -> {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                return noise;
            }
        }
        return bytes;
    }

    private byte[] request1() {
        var request = WriteRequest.newBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            var series = TimeSeries.newBuilder().addLabels(label("__name__", "m" + random.nextInt(20)))
                    .addLabels(label("é", "v\n" + random.nextInt(20)));
            for (int s = random.nextInt(4); s > 0; s--) {
                series.addSamples(Sample.newBuilder().setTimestamp(time()).setValue(random.nextGaussian()));
            }
            if (random.nextInt(3) == 0) {
                series.addHistograms(histogram());
            }
            if (random.nextInt(3) == 0) {
                series.addExemplars(Exemplar.newBuilder().addLabels(label("trace_id", "t" + random.nextInt(9)))
                        .setTimestamp(time()).setValue(1));
            }
            request.addTimeseries(series);
        }
        if (random.nextInt(3) == 0) {
            request.addMetadata(MetricMetadata.newBuilder().setMetricFamilyName("m1").setHelp("help").setUnit("unit"));
        }
        return request.build().toByteArray();
    }

    private byte[] request2() {
        var request = Request.newBuilder().addSymbols("").addSymbols("__name__").addSymbols("m").addSymbols("job")
                .addSymbols("a").addSymbols("b").addSymbols("help");
        for (int i = random.nextInt(8); i >= 0; i--) {
            var series = io.hypnos.proto.remote.v2.TimeSeries.newBuilder().addLabelsRefs(1)
                    .addLabelsRefs(2 + random.nextInt(4)).addLabelsRefs(3).addLabelsRefs(4 + random.nextInt(2));
            for (int s = random.nextInt(4); s > 0; s--) {
                series.addSamples(io.hypnos.proto.remote.v2.Sample.newBuilder().setTimestamp(time())
                        .setValue(random.nextGaussian()));
            }
            if (random.nextInt(3) == 0) {
                series.addHistograms(io.hypnos.proto.remote.v2.Histogram.newBuilder().setTimestamp(time())
                        .setCountInt(12).setSum(18.4).setSchema(1).setZeroThreshold(0.001).setZeroCountInt(2)
                        .addPositiveSpans(io.hypnos.proto.remote.v2.BucketSpan.newBuilder().setOffset(0).setLength(2))
                        .addAllPositiveDeltas(List.of(5L, 0L)));
            }
            if (random.nextBoolean()) {
                series.setMetadata(Metadata.newBuilder().setHelpRef(6).setUnitRef(0));
            }
            request.addTimeseries(series);
        }
        return request.build().toByteArray();
    }

    private long time() {
        return T0 + random.nextInt(3_000_000);
    }

    private Histogram histogram() {
        return Histogram.newBuilder().setTimestamp(time()).setCountInt(7).setSum(18.4).setSchema(1)
                .setZeroThreshold(0.001).setZeroCountInt(2)
                .addPositiveSpans(BucketSpan.newBuilder().setOffset(-5 + random.nextInt(9)).setLength(2))
                .addAllPositiveDeltas(List.of(1L, 1L)).addNegativeSpans(BucketSpan.newBuilder().setLength(1))
                .addAllNegativeDeltas(List.of(2L)).build();
    }

    private static Label label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value).build();
    }
}
