package io.hypnos.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;
import io.hypnos.tsdb.testing.Golden;

/// `golden/chunks-000001.hex`, both ways, and what is said where its bytes are others.
class ChunkSegmentGoldenTest {

    private static final List<String> PLACES = List.of("floats", "more", "one", "floathistograms", "histograms");

    private final Golden golden = Golden.read("chunks-000001");

    @TempDir
    Path directory;

    @Test
    void writesTheSegment() throws IOException {
        try (var writer = new ChunkSegmentWriter(directory, 1 << 20)) {
            for (int i = 0; i < PLACES.size(); i++) {
                Chunk chunk = GoldenBlock.chunks().get(i);
                assertThat(writer.append(chunk.encoding().id(), chunk.data(), chunk.offset(), chunk.length()))
                        .isEqualTo(golden.at(PLACES.get(i)));
            }
            writer.finish();
        }
        assertThat(Golden.lines(Files.readAllBytes(directory.resolve("000001")))).isEqualTo(golden.lines());
    }

    @Test
    void beginsASecondSegmentBeforeItIsTooLong() throws IOException {
        try (var writer = new ChunkSegmentWriter(directory, golden.at("one"))) {
            Chunk first = GoldenBlock.chunks().getFirst();
            Chunk second = GoldenBlock.chunks().get(3);
            writer.append(first.encoding().id(), first.data(), first.offset(), first.length());
            assertThat(writer.append(second.encoding().id(), second.data(), second.offset(), second.length()))
                    .isEqualTo(1L << 32 | 8);
            writer.finish();
        }
        byte[] whole = golden.bytes();
        assertThat(directory.resolve("000001")).hasBinaryContent(Arrays.copyOf(whole, golden.at("more")));
        byte[] second = Arrays.copyOfRange(whole, golden.at("floathistograms") - 8, golden.at("histograms"));
        System.arraycopy(whole, 0, second, 0, 8);
        assertThat(directory.resolve("000002")).hasBinaryContent(second);
    }

    @Test
    void readsTheSegment() {
        for (int i = 0; i < PLACES.size(); i++) {
            assertThat(read(golden.bytes(), PLACES.get(i))).isEqualTo(GoldenBlock.chunks().get(i));
        }
    }

    @Test
    void saysWhatIsWrongWithTheHeader() {
        assertThatThrownBy(() -> read(golden.with("magic", "85bd40dc"), "one"))
                .isInstanceOf(CorruptBlockException.class)
                .hasMessage("f is corrupt at byte 0: expected magic 85bd40dd, found 85bd40dc");
        assertThatThrownBy(() -> read(golden.with("version", "02"), "one"))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessage("f is not readable from byte 4 on: expected format version 1, found 2");
    }

    @Test
    void saysWhatIsWrongWithAChunk() {
        for (String place : PLACES) {
            int end = golden.at(place + ".crc");
            assertThatThrownBy(() -> read(golden.with(place + ".crc", "00000000"), place))
                    .isInstanceOf(CorruptBlockException.class).hasMessage("f is corrupt at byte " + end
                            + ": expected CRC-32C " + golden.four(place + ".crc") + ", found 00000000");
            for (String changed : List.of(".encoding", ".data")) {
                assertThatThrownBy(() -> read(golden.with(place + changed, "04"), place))
                        .isInstanceOf(CorruptBlockException.class)
                        .hasMessageStartingWith("f is corrupt at byte " + end + ": expected CRC-32C ")
                        .hasMessageEndingWith(", found " + golden.four(place + ".crc"));
            }
        }
        assertThatThrownBy(() -> read(golden.with("one", "ffffffff7f"), "one"))
                .isInstanceOf(CorruptBlockException.class)
                .hasMessage("f is corrupt at byte 81: expected the length of a chunk, found 34359738367");
        assertThatThrownBy(() -> read(Arrays.copyOf(golden.bytes(), golden.bytes().length - 1), "histograms"))
                .isInstanceOf(CorruptBlockException.class)
                .hasMessage("f is corrupt at byte 215: expected 63 more bytes, found the end at 277");
    }

    private Chunk read(byte[] bytes, String place) {
        var source = ByteSource.of("f", bytes);
        ChunkSegmentFormat.requireHeader(source);
        Chunk known = GoldenBlock.chunks().get(PLACES.indexOf(place));
        return (Chunk) new ChunkReader("f", List.of(source)).read(ChunkSegmentFormat.ref(0, golden.at(place)),
                known.minTime(), known.maxTime());
    }
}
