package io.hypnos.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.proto.prompb.BucketSpan;
import io.hypnos.proto.prompb.Histogram;
import io.hypnos.proto.remote.v2.Request;
import io.hypnos.proto.store.LabelMatcher;
import io.hypnos.proto.store.SeriesRequest;
import io.hypnos.proto.store.StoreGrpc;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.wire.Requests;
import io.hypnos.series.Samples;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockWriter;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.block.UlidGenerator;

/// What only newer versions of Prometheus write, on its way in and out: it is understood or refused, and never taken for something else.
class NewerFormatsTest {

    private static final long NOW = Clock.systemUTC().millis();
    private static final TenantId DEFAULT = new TenantId("default-tenant");
    private static final String[] V2_HEADERS = {"Content-Encoding", "snappy", "Content-Type",
        "application/x-protobuf;proto=io.prometheus.write.v2.Request"};

    @TempDir
    private Path data;

    /// 3 up to 0.1, 4 up to 0.5, 3 above.
    private static Histogram.Builder custom() {
        return Histogram.newBuilder().setTimestamp(NOW).setSchema(-53).setCountInt(10).setSum(4.5)
                .addPositiveSpans(BucketSpan.newBuilder().setOffset(0).setLength(3)).addPositiveDeltas(3)
                .addPositiveDeltas(1).addPositiveDeltas(-1).addCustomValues(0.1).addCustomValues(0.5);
    }

    private static byte[] version2() {
        return Requests.pack(Request.newBuilder().addAllSymbols(List.of("", "__name__", "v2"))
                .addTimeseries(io.hypnos.proto.remote.v2.TimeSeries.newBuilder().addLabelsRefs(1).addLabelsRefs(2)
                        .addHistograms(io.hypnos.proto.remote.v2.Histogram.newBuilder().setTimestamp(NOW)
                                .setSchema(-53).setCountInt(10).setSum(4.5)
                                .addPositiveSpans(io.hypnos.proto.remote.v2.BucketSpan.newBuilder().setLength(3))
                                .addPositiveDeltas(3).addPositiveDeltas(1).addPositiveDeltas(-1).addCustomValues(0.1)
                                .addCustomValues(0.5)))
                .build().toByteArray());
    }

    private TestReceiver start() {
        return TestReceiver.start("--tsdb.path=" + data, "--tsdb.retention=0d").awaitReady();
    }

    @Test
    void customBucketsComeOutAsTheyWentIn() {
        try (TestReceiver receiver = start()) {
            assertThat(receiver.write("default-tenant", Requests.series("__name__", "v1").addHistograms(custom()))
                    .statusCode()).isEqualTo(204);
            assertThat(receiver.post("/api/v1/receive", version2(), V2_HEADERS).statusCode()).isEqualTo(204);
            assertCustom(receiver);
            receiver.role().bean(TenantTsdbs.class).get(DEFAULT).tsdb().flush();
            assertCustom(receiver);
        }
        try (TestReceiver again = start()) {
            assertCustom(again);
        }
    }

    private static void assertCustom(TestReceiver receiver) {
        for (String name : List.of("v1", "v2")) {
            Answer answer = select(receiver, name);
            assertThat(answer.complaints()).isEmpty();
            assertThat(answer.chunks()).singleElement().satisfies(chunk -> {
                assertThat(chunk.encoding()).isEqualTo(ChunkEncoding.HISTOGRAM);
                var samples = new StoredSamples();
                ChunkDecoder.decode(chunk, samples);
                assertThat(samples.size()).isEqualTo(1);
                assertThat(samples.time(0)).isEqualTo(NOW);
                var found = (IntegerHistogram) samples.histogram(0);
                assertThat(found).isNotNull();
                assertThat(found.layout().customValues()).containsExactly(0.1, 0.5);
                assertThat(found.buckets()).containsExactly(3, 4, 3);
                assertThat(found.count()).isEqualTo(10);
                assertThat(found.sum()).isEqualTo(4.5);
            });
        }
    }

    @Test
    void refusesHistogramsThatMakeNoSense() {
        List<UnaryOperator<Histogram.Builder>> wrong = List.of(h -> h.clearCustomValues(),
                h -> h.setCustomValues(1, 0.1),
                h -> h.setCustomValues(1, Double.NaN), h -> h.setCustomValues(1, Double.POSITIVE_INFINITY),
                h -> h.setPositiveSpans(0, BucketSpan.newBuilder().setOffset(1).setLength(3)),
                h -> h.setPositiveSpans(0, BucketSpan.newBuilder().setOffset(-1).setLength(3)), h -> h.setSchema(0),
                h -> h.setSchema(-54), h -> h.setSchema(53), h -> h.setZeroThreshold(0.1),
                h -> h.addNegativeSpans(BucketSpan.newBuilder().setLength(1)).addNegativeDeltas(0));
        try (TestReceiver receiver = start()) {
            for (int i = 0; i < wrong.size(); i++) {
                var histogram = wrong.get(i).apply(custom());
                assertThat(receiver.write("default-tenant", Requests.series("__name__", "w").addHistograms(histogram))
                        .statusCode()).as("%d: %s", i, histogram).isEqualTo(400);
            }
            assertThat(select(receiver, "w").chunks()).isEmpty();
        }
    }

    @Test
    void refusesChunksThatReadersOfTheStoreApiDoNotKnow() throws IOException {
        byte[] xor2 = HexFormat.of().parseHex(XOR2);
        var samples = new Samples();
        ChunkDecoder.decode(Chunk.of(Long.MIN_VALUE, Long.MAX_VALUE, ChunkEncoding.XOR2, xor2), samples);
        long min = samples.time(0);
        long max = samples.time(samples.size() - 1);
        Ulid ulid = new UlidGenerator(Clock.systemUTC()).next();
        Path tenant = Files.createDirectories(data.resolve(DEFAULT.value()));
        try (BlockWriter writer = BlockWriter.create(tenant, ulid)) {
            int[] labels = new int[2];
            for (int i = 0; i < 2; i++) {
                byte[] text = List.of("__name__", "xor2").get(i).getBytes();
                labels[i] = writer.symbol(text, 0, text.length);
            }
            writer.chunk(min, max, ChunkEncoding.XOR2, xor2, 0, xor2.length);
            writer.series(labels, 1);
            assertThat(writer.finish(BlockDraft.original(ulid, min, max + 1))).isPresent();
        }
        try (TestReceiver receiver = start()) {
            Answer answer = select(receiver, "xor2");
            assertThat(answer.chunks()).isEmpty();
            assertThat(answer.complaints()).singleElement().asString().contains("XOR2").contains("cannot be sent");
            assertThat(receiver.write("default-tenant", Requests.series(NOW, 1, "__name__", "up")).statusCode())
                    .isEqualTo(204);
            assertThat(select(receiver, "up").chunks()).hasSize(1);
        }
    }

    private static final String XOR2 = "00040180a0abfef9623ff00000000000009875c12fffab01aac2c0";

    private record Answer(List<Chunk> chunks, List<String> complaints) {}

    /// The chunks of the series of a name as a querier gets them.
    private static Answer select(TestReceiver receiver, String name) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", receiver.role().grpcPort()).usePlaintext()
                .build();
        var answer = new Answer(new ArrayList<>(), new ArrayList<>());
        var request = SeriesRequest.newBuilder().setMinTime(Long.MIN_VALUE / 2).setMaxTime(Long.MAX_VALUE / 2)
                .addMatchers(LabelMatcher.newBuilder().setName("__name__").setValue(name));
        try {
            StoreGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS).series(request.build())
                    .forEachRemaining(response -> {
                        if (response.hasSeries()) {
                            response.getSeries().getChunksList().forEach(chunk -> answer.chunks().add(Chunk.of(
                                    chunk.getMinTime(), chunk.getMaxTime(),
                                    ChunkEncoding.of(chunk.getRaw().getTypeValue() + 1),
                                    chunk.getRaw().getData().toByteArray())));
                        } else {
                            answer.complaints().add(response.getWarning());
                        }
                    });
        } catch (StatusRuntimeException e) {
            answer.complaints().add(e.getMessage());
        } finally {
            channel.shutdownNow();
        }
        return answer;
    }
}
