package io.hypnos.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.tsdb.testing.Golden;

/// The golden logs, both ways: every record type with and without compression, records over several pages, late samples. And what a reader
/// says where bytes are others: it goes on behind them.
class WalGoldenTest {

    private static final List<String> ORDER = List.of("series", "metadata", "samples", "histograms", "custom",
            "floathistograms", "floatcustom", "exemplars", "tombstones");

    @TempDir
    Path directory;

    @Test
    void writesAndReadsEveryType() throws IOException {
        assertBothWays("wal", GoldenRecords.ofEveryType(), false);
    }

    @Test
    void writesAndReadsEveryTypeCompressed() throws IOException {
        assertBothWays("wal-snappy", GoldenRecords.ofEveryType(), true);
    }

    @Test
    void writesAndReadsRecordsOverSeveralPages() throws IOException {
        assertBothWays("wal-pages",
                List.of(GoldenRecords.seriesOf(11, 'v', 32_730), GoldenRecords.seriesOf(12, 'w', 70_000)), false);
    }

    @Test
    void writesAndReadsLateSamples() throws IOException {
        assertBothWays("wbl", GoldenRecords.late(), false);
    }

    private void assertBothWays(String name, List<RecordBuffer> records, boolean compress) throws IOException {
        Path log = directory.resolve(name);
        try (Wal wal = LogFixture.open(log, 1 << 20, compress)) {
            records.forEach(record -> LogFixture.append(wal, record));
        }
        var golden = Golden.read(name);
        Path segment = WalFormat.segment(log, 0);
        assertThat(Golden.lines(Files.readAllBytes(segment))).isEqualTo(golden.lines());
        var events = new ArrayList<String>();
        golden.write(segment);
        assertThat(read(segment, events)).isEqualTo(records.stream().map(LogFixture::text).toList());
        assertThat(events).isEmpty();
    }

    @Test
    void readsWhatTheCommentsSay() throws IOException {
        Path segment = Golden.read("wal").write(directory.resolve("00000000"));
        List<String> texts = read(segment, new ArrayList<>());
        assertThat(texts.getFirst()).isEqualTo("1{__name__=\"a\", x=\"1\"} 2{__name__=\"a\", x=\"2\"} "
                + "3{__name__=\"h\", x=\"é\"} 4{__name__=\"f\"} 5{__name__=\"n\"} 6{__name__=\"m\"} ");
        assertThat(texts.get(2)).isEqualTo("1@1700007200000=3ff0000000000000 1@1700007215000=4004000000000000 "
                + "1@1700007230000=7ff8000000000001 2@1700007200000=8000000000000000 "
                + "2@1700007215000=7ff0000000000002 2@1700007230000=401c000000000000 ");
        assertThat(texts.get(7)).isEqualTo("1@1700007215000=2.5{trace_id=\"abc\"} ");
        assertThat(texts.get(8)).isEqualTo("2:1700007200000..1700007200000 ");
    }

    @Test
    void saysWhereARecordIsDamagedAndGoesOn() throws IOException {
        for (String log : List.of("wal", "wal-snappy")) {
            var golden = Golden.read(log);
            for (int i = 1; i < ORDER.size() - 1; i++) {
                int from = golden.at(ORDER.get(i) + ".frame");
                int to = golden.at(ORDER.get(i + 1) + ".frame");
                byte[] wrongChecksum = golden.bytes();
                wrongChecksum[from + 3] ^= 0x5A;
                wrongChecksum[from + 6] ^= 0x3C;
                assertLeftOut(wrongChecksum, i, from, to);
                byte[] wrongData = golden.bytes();
                wrongData[to - 1] ^= 0x5A;
                wrongData[to - 3] ^= 0x3C;
                assertLeftOut(wrongData, i, from, to);
                byte[] wrongLength = golden.bytes();
                wrongLength[from + 1] ^= 0x7F;
                assertLeftOut(wrongLength, i, from, to);
                byte[] wrongType = golden.bytes();
                wrongType[from] = (byte) 0xE7;
                assertLeftOut(wrongType, i, from, to);
            }
        }
    }

    private void assertLeftOut(byte[] bytes, int record, int from, int to) throws IOException {
        Path segment = Files.write(directory.resolve("00000000"), bytes);
        var left = new ArrayList<>(GoldenRecords.ofEveryType().stream().map(LogFixture::text).toList());
        left.remove(record);
        var events = new ArrayList<String>();
        assertThat(read(segment, events)).isEqualTo(left);
        assertThat(events).containsExactly("damaged 00000000 " + from + ".." + to + ": no intact record");
    }

    @Test
    void restoresOneWrongBit() throws IOException {
        var golden = Golden.read("wal");
        byte[] bytes = golden.bytes();
        bytes[golden.at("samples.3")] ^= 4;
        Path segment = Files.write(directory.resolve("00000000"), bytes);
        var events = new ArrayList<String>();
        assertThat(read(segment, events))
                .isEqualTo(GoldenRecords.ofEveryType().stream().map(LogFixture::text).toList());
        assertThat(events).containsExactly("healed 00000000 " + golden.at("samples.frame"));
    }

    /// All records as texts.
    private static List<String> read(Path segment, List<String> events) throws IOException {
        var listener = new DamageListener() {
            @Override
            public void damaged(Path file, long from, long to, String reason) {
                events.add("damaged " + file.getFileName() + " " + from + ".." + to + ": " + reason);
            }

            @Override
            public void torn(Path file, long from) {
                events.add("torn " + file.getFileName() + " " + from);
            }

            @Override
            public void healed(Path file, long at) {
                events.add("healed " + file.getFileName() + " " + at);
            }
        };
        var texts = new ArrayList<String>();
        try (WalReader reader = WalReader.upTo(segment.getParent(), 0, listener)) {
            for (WalRecord record; (record = reader.next()) != null;) {
                texts.add(LogFixture.text(record));
            }
        }
        return texts;
    }
}
