package io.hypnos.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;
import io.hypnos.tsdb.testing.Golden;

/// `golden/index-v2.hex` both ways, its likes of versions 1 and 3 read, and what is said where bytes are others.
class IndexGoldenTest {

    private static final long T = 1_700_000_000_000L;
    private static final List<Labels> SERIES = List.of(Labels.of("__name__", "a", "x", "1"),
            Labels.of("__name__", "a", "x", "2"), Labels.of("__name__", "f"), Labels.of("__name__", "h", "x", "é"));
    private static final List<String> CONTENTS = List.of(
            "{__name__=\"a\", x=\"1\"} 0..60000@8 75000..105000@51", "{__name__=\"a\", x=\"2\"} 0..0@81",
            "{__name__=\"f\"} 0..30000@103", "{__name__=\"h\", x=\"é\"} 0..45000@215");

    private final Golden golden = Golden.read("index-v2");

    @TempDir
    Path directory;

    @Test
    void writesVersionTwo() throws IOException {
        Path file = directory.resolve("index");
        IndexFixture.write(file, 100, SERIES, List.of(chunks(0, 60_000, 8, 75_000, 105_000, 51), chunks(0, 0, 81),
                chunks(0, 30_000, 103), chunks(0, 45_000, 215)));
        assertThat(Golden.lines(Files.readAllBytes(file))).isEqualTo(golden.lines());
    }

    private static ChunkMetas chunks(long... numbers) {
        var chunks = new ChunkMetas();
        for (int i = 0; i < numbers.length; i += 3) {
            chunks.add(T + numbers[i], T + numbers[i + 1], numbers[i + 2]);
        }
        return chunks;
    }

    @Test
    void readsVersionsTwoAndThree() {
        for (String version : List.of("02", "03")) {
            var index = IndexReader.open(ByteSource.of("f", golden.with("version", version)));
            assertThat(index.version()).isEqualTo(Integer.parseInt(version));
            assertContents(index, 3, 5, 7, 9);
        }
    }

    @Test
    void readsVersionOne() {
        var index = IndexReader.open(ByteSource.of("f", Golden.read("index-v1").bytes()));
        assertThat(index.version()).isEqualTo(1);
        assertContents(index, 41, 68, 87, 106);
    }

    private static void assertContents(IndexReader index, int... refs) {
        assertThat(index.all().toArray()).containsExactly(refs);
        var found = new ArrayList<String>();
        for (int ref : refs) {
            found.add(describe(index, ref));
        }
        assertThat(found).isEqualTo(CONTENTS);
        assertThat(index.labelNames()).containsExactly("__name__", "x");
        assertThat(index.labelValues("__name__", ValueFilter.ALL)).containsExactly("a", "f", "h");
        assertThat(index.labelValues("x", ValueFilter.ALL)).containsExactly("1", "2", "é");
        assertThat(index.postings("__name__", "a").toArray()).containsExactly(refs[0], refs[1]);
        assertThat(index.postings("__name__", "f").toArray()).containsExactly(refs[2]);
        assertThat(index.postings("x", "é").toArray()).containsExactly(refs[3]);
        assertThat(index.postings("x", ValueFilter.ALL).toArray()).containsExactly(refs[0], refs[1], refs[3]);
    }

    private static String describe(IndexReader index, int ref) {
        var reader = index.seriesReader();
        SeriesEntry entry = reader.read(ref);
        var text = new StringBuilder(reader.labels().toString());
        for (int i = 0; i < entry.chunkCount(); i++) {
            text.append(' ').append(entry.minTime(i) - T).append("..").append(entry.maxTime(i) - T).append('@')
                    .append(entry.chunkRef(i));
        }
        return text.toString();
    }

    @Test
    void saysWhatIsWrongWithTheHeader() {
        corrupt(golden.with("magic", "baaad701")).hasMessage(message(0, "magic baaad700", "baaad701"));
        for (String version : List.of("00", "04", "ff")) {
            assertThatThrownBy(() -> readAll(golden.with("version", version)))
                    .isInstanceOf(UnsupportedVersionException.class)
                    .hasMessage("f is not readable from byte 4 on: expected format version 1 to 3, found "
                            + Integer.parseInt(version, 16));
        }
    }

    @Test
    void saysWhatIsWrongWithASection() {
        for (String crc : List.of("symbols.crc", "series.0.crc", "series.3.crc", "postings.0.crc", "postings.6.crc",
                "table.crc", "toc.crc")) {
            corrupt(golden.with(crc, "00000000"))
                    .hasMessage(message(golden.at(crc), "CRC-32C " + golden.four(crc), "00000000"));
            byte[] covered = golden.bytes();
            covered[golden.at(crc) - 1] ^= 1;
            corrupt(covered).hasMessageMatching(message(golden.at(crc), "CRC-32C [0-9a-f]{8}", golden.four(crc)));
        }
    }

    @Test
    void saysWhatIsWrongWithALength() {
        corrupt(golden.with("symbols", "7fffffff"))
                .hasMessage(message(golden.at("symbols") + 4, "2147483651 more bytes",
                        "the end at " + golden.bytes().length));
        corrupt(golden.with("series.0", "ffffffff7f"))
                .hasMessage(message(48, "the length of a series entry", "34359738367"));
        corrupt(golden.with("postings.4", "00000009"))
                .hasMessage(message(golden.at("postings.4"), "the length of a postings list", "9"));
        corrupt(golden.with("table", "7fffffff"))
                .hasMessage(message(golden.at("table") + 4, "2147483651 more bytes",
                        "the end at " + golden.bytes().length));
        corrupt(Arrays.copyOf(golden.bytes(), 56))
                .hasMessage(message(0, "an index of at least 57 bytes", "56 bytes"));
    }

    private static String message(long offset, String expected, String found) {
        return "f is corrupt at byte " + offset + ": expected " + expected + ", found " + found;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> corrupt(byte[] bytes) {
        return assertThatThrownBy(() -> readAll(bytes)).isInstanceOf(CorruptBlockException.class);
    }

    private static void readAll(byte[] bytes) {
        var index = IndexReader.open(ByteSource.of("f", bytes));
        for (String name : index.labelNames()) {
            for (String value : index.labelValues(name, ValueFilter.ALL)) {
                index.postings(name, value);
            }
        }
        for (int ref : index.all().toArray()) {
            describe(index, ref);
        }
    }
}
