package io.hypnos.service.storeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.proto.store.AggrChunk;
import io.hypnos.proto.store.Label;
import io.hypnos.proto.store.Series;
import io.hypnos.proto.store.SeriesBatch;
import io.hypnos.proto.store.SeriesResponse;
import io.hypnos.series.ChunkSeries;
import io.hypnos.series.XxHash64;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// Frames against protobuf's own reading and writing of the same messages.
class SeriesFrameTest {

    private static final long SEED = Long.getLong("hypnos.seed", 20_261_120);

    private final Random random = new Random(SEED);

    private static byte[] bytes(SeriesFrame frame) {
        return Arrays.copyOf(frame.bytes(), frame.length());
    }

    private static List<SeriesFrame> write(int batchSize, List<ChunkSeries> series) {
        var frames = new ArrayList<SeriesFrame>();
        var writer = new SeriesFrameWriter(batchSize, frames::add);
        series.forEach(writer::series);
        writer.flush();
        return frames;
    }

    private static List<ChunkSeries> read(List<SeriesFrame> frames, List<String> warnings) {
        var series = new ArrayList<ChunkSeries>();
        for (SeriesFrame frame : frames) {
            var reader = new SeriesFrameReader(frame, warnings);
            for (ChunkSeries next = reader.next(); next != null; next = reader.next()) {
                series.add(next);
            }
        }
        return series;
    }

    private Labels randomLabels() {
        var builder = new LabelsBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            builder.set("n" + random.nextInt(1000),
                    random.nextInt(20) == 0 ? "v".repeat(random.nextInt(300) + 1) : "v" + random.nextInt());
        }
        return builder.build();
    }

    private Chunk randomChunk(long min, long max) {
        byte[] data = new byte[random.nextInt(400) + 2];
        random.nextBytes(data);
        int offset = random.nextInt(data.length - 1);
        var encoding = ChunkEncoding.of(1 + random.nextInt(3));
        return new Chunk(min, max, encoding, data, offset, data.length - offset);
    }

    private SeriesChunk randomSeriesChunk(long min) {
        long max = min + random.nextInt(1000);
        if (random.nextInt(3) > 0) {
            return randomChunk(min, max);
        }
        Chunk[] parts = new Chunk[5];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = random.nextBoolean() ? randomChunk(min, max) : null;
        }
        return new AggregateChunk(min, max, parts);
    }

    private List<ChunkSeries> randomSeries() {
        var series = new ArrayList<ChunkSeries>();
        for (int i = random.nextInt(200); i >= 0; i--) {
            var chunks = new ArrayList<SeriesChunk>();
            long min = random.nextInt(10) == 0 ? -random.nextLong(1L << 41) : random.nextLong(1L << 41);
            for (int c = random.nextInt(10); c > 0; c--) {
                chunks.add(randomSeriesChunk(min));
                min += random.nextInt(10_000);
            }
            series.add(new ChunkSeries(randomLabels(), chunks));
        }
        return series;
    }

    private static List<Object> flat(List<ChunkSeries> series) {
        var flat = new ArrayList<>();
        for (ChunkSeries one : series) {
            flat.add(one.labels());
            for (SeriesChunk chunk : one.chunks()) {
                switch (chunk) {
                    case Chunk raw -> flat.add(raw);
                    case AggregateChunk aggregates -> flat.addAll(Arrays.asList(aggregates.parts()));
                }
            }
        }
        return flat;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 64})
    void comesBackAsItWasSent(int batchSize) {
        for (int round = 0; round < 20; round++) {
            List<ChunkSeries> sent = randomSeries();
            List<SeriesFrame> frames = write(batchSize, sent);
            assertThat(flat(read(frames, new ArrayList<>()))).as("seed %d", SEED).isEqualTo(flat(sent));
        }
    }

    @Test
    void isWhatProtobufWouldWrite() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<ChunkSeries> sent = randomSeries();
            for (SeriesFrame frame : write(7, sent)) {
                SeriesResponse parsed = SeriesResponse.parseFrom(bytes(frame));
                assertThat(parsed.toByteArray()).as("seed %d", SEED).isEqualTo(bytes(frame));
                assertThat(parsed.getUnknownFields().asMap()).isEmpty();
                for (Series series : parsed.getBatch().getSeriesList()) {
                    for (AggrChunk chunk : series.getChunksList()) {
                        if (chunk.hasRaw()) {
                            assertThat(chunk.getRaw().getHash())
                                    .isEqualTo(XxHash64.hash(chunk.getRaw().getData().toByteArray()));
                        }
                    }
                }
            }
        }
    }

    @Test
    void readsWhatProtobufWritesInAnyOrder() {
        var chunk = io.hypnos.proto.store.Chunk.newBuilder().setType(io.hypnos.proto.store.Chunk.Encoding.HISTOGRAM)
                .setData(ByteString.copyFromUtf8("xyz")).build();
        var series = Series.newBuilder().addLabels(Label.newBuilder().setName("b").setValue("2"))
                .addLabels(Label.newBuilder().setName("a").setValue("1")).addLabels(Label.newBuilder().setName("c"))
                .addChunks(AggrChunk.newBuilder().setMinTime(5).setMaxTime(9).setRaw(chunk))
                .addChunks(AggrChunk.newBuilder().setMinTime(1).setMaxTime(3).setRaw(chunk)).build();
        var batch = SeriesResponse.newBuilder()
                .setBatch(SeriesBatch.newBuilder().addSeries(series).addSeries(Series.getDefaultInstance())).build();
        var warning = SeriesResponse.newBuilder().setWarning("careful").build();
        var warnings = new ArrayList<String>();
        List<ChunkSeries> read = read(List.of(SeriesFrame.ofMessage(batch), SeriesFrame.ofMessage(warning)), warnings);
        assertThat(read).hasSize(2);
        assertThat(read.getFirst().labels()).isEqualTo(Labels.of("a", "1", "b", "2"));
        assertThat(read.getFirst().chunks()).extracting(SeriesChunk::minTime).containsExactly(1L, 5L);
        assertThat(((Chunk) read.getFirst().chunks().getFirst()).encoding()).isEqualTo(ChunkEncoding.HISTOGRAM);
        assertThat(read.get(1).labels()).isEqualTo(Labels.EMPTY);
        assertThat(warnings).containsExactly("careful");
    }

    @Test
    void readsLabelsBehindChunks() throws Exception {
        var first = Series.newBuilder().addLabels(Label.newBuilder().setName("a").setValue("1"))
                .addChunks(AggrChunk.newBuilder().setMinTime(5).setMaxTime(9)).build();
        var second = Series.newBuilder().addLabels(Label.newBuilder().setName("b").setValue("2")).build();
        // Messages of one type that follow each other are one message to protobuf.
        byte[] both = first.toByteString().concat(second.toByteString()).toByteArray();
        byte[] frame = SeriesResponse.newBuilder().setSeries(Series.newBuilder()).build().toByteString()
                .substring(0, 1).concat(ByteString.copyFrom(new byte[]{(byte) both.length}))
                .concat(ByteString.copyFrom(both)).toByteArray();
        assertThat(SeriesResponse.parseFrom(frame).getSeries().getLabelsCount()).isEqualTo(2);
        List<ChunkSeries> read = read(List.of(SeriesFrame.ofBytes(Arrays.copyOf(frame, frame.length + 8),
                frame.length)), new ArrayList<>());
        assertThat(read).extracting(ChunkSeries::labels).containsExactly(Labels.of("a", "1", "b", "2"));
    }

    @Test
    void refusesBrokenFramesWithoutEndOrCrash() {
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = bytes(write(3, randomSeries().subList(0, 1)).getFirst());
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length);
            try {
                read(List.of(SeriesFrame.ofBytes(bytes, length)), new ArrayList<>());
            } catch (StoreException e) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", SEED).isPositive();
    }

    @Test
    void endsBatchesAtTheirSizeAndBeforeWarnings() throws Exception {
        var frames = new ArrayList<SeriesFrame>();
        var writer = new SeriesFrameWriter(2, frames::add);
        for (int i = 0; i < 3; i++) {
            writer.series(new ChunkSeries(Labels.of("a", "" + i), List.of()));
        }
        writer.warning("w");
        writer.flush();
        assertThat(frames).hasSize(3);
        assertThat(SeriesResponse.parseFrom(bytes(frames.get(0))).getBatch().getSeriesCount()).isEqualTo(2);
        assertThat(SeriesResponse.parseFrom(bytes(frames.get(1))).getBatch().getSeriesCount()).isEqualTo(1);
        assertThat(SeriesResponse.parseFrom(bytes(frames.get(2))).getWarning()).isEqualTo("w");
    }
}
