package io.hypnos.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.tsdb.step.StepListener;
import io.hypnos.tsdb.testing.Seeds;

/// What is left of a log after every kind of damage: all that was not hit. `-Dhypnos.wal.stride=1` tries every place, not one in a few.
class WalDamageTest {

    @TempDir
    Path directory;

    private static final int STRIDE = Seeds.rounds("hypnos.wal.stride", 17);

    private final WalMetrics metrics = new WalMetrics();

    private Path log() {
        return directory.resolve("wal");
    }

    private Salvage salvage() {
        return new Salvage(directory.resolve("quarantine"), metrics, StepListener.NONE);
    }

    /// Writes a log of one segment and returns the texts of its records.
    private List<String> write(Random random, int records, int maxSize, boolean compress) throws IOException {
        var texts = new ArrayList<String>();
        try (Wal wal = LogFixture.open(log(), 128 << 20, compress)) {
            for (int i = 0; i < records; i++) {
                RecordBuffer record = LogFixture.record(random, 1 + random.nextInt(maxSize));
                texts.add(LogFixture.text(record));
                LogFixture.append(wal, record);
            }
        }
        return texts;
    }

    @Test
    void losesOnlyTheLastRecordWhereverItIsTorn() throws IOException {
        var random = new Random(1);
        List<String> texts = new ArrayList<>();
        try (Wal wal = LogFixture.open(log(), 1 << 20, false)) {
            for (int i = 0; i < 5; i++) {
                RecordBuffer record = LogFixture.record(random, 8_000);
                texts.add(LogFixture.text(record));
                LogFixture.append(wal, record);
            }
        }
        Path segment = WalFormat.segment(log(), 0);
        byte[] whole = Files.readAllBytes(segment);
        int end = lastRecordEnd(whole);
        int start = lastRecordStart(segment);
        assertThat(start).isLessThan(WalFormat.PAGE_SIZE).isGreaterThan(20_000);
        assertThat(end).isGreaterThan(WalFormat.PAGE_SIZE);
        int cuts = 0;
        // Around the end of the page, every place has its turn.
        for (int cut = start; cut < end; cut += Math.abs(cut - WalFormat.PAGE_SIZE) < 40 ? 1 : STRIDE) {
            cuts += cut > start ? 1 : 0;
            Files.write(segment, Arrays.copyOf(whole, cut));
            Salvage salvage = salvage();
            assertThat(LogFixture.read(log(), salvage)).as("cut at %d", cut).isEqualTo(texts.subList(0, 4));
            if (cuts % 40 == 0) {
                salvage.repair();
                assertThat(LogFixture.read(log(), salvage())).isEqualTo(texts.subList(0, 4));
                assertThat(Files.size(segment)).isEqualTo(start);
            }
        }
        assertThat(metrics.damaged.sum()).isZero();
        assertThat(metrics.tornTails.sum()).isEqualTo(cuts);
    }

    private static int lastRecordEnd(byte[] whole) {
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static int lastRecordStart(Path segment) throws IOException {
        int start = 0;
        try (var reader = new SegmentReader(segment, DamageListener.NONE)) {
            while (reader.next()) {
                start = (int) reader.start();
            }
        }
        return start;
    }

    @Test
    void restoresEveryRecordFromOneFlippedBit() throws IOException {
        for (boolean compress : new boolean[]{true, false}) {
            List<String> texts = write(new Random(2), 60, 3_000, compress);
            Path segment = WalFormat.segment(log(), 0);
            byte[] whole = Files.readAllBytes(segment);
            int end = lastRecordEnd(whole);
            var random = new Random(3);
            int checked = 0;
            // Of the data a sample has its turn, for all bytes are alike.
            for (int at = 0; at < end; at += 1 + random.nextInt(20 * STRIDE)) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] flipped = whole.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    Files.write(segment, flipped);
                    assertThat(LogFixture.read(log(), salvage())).as("byte %d bit %d, %s", at, bit, compress)
                            .isEqualTo(texts);
                    checked++;
                }
            }
            assertThat(checked).isGreaterThan(500);
            Files.delete(segment);
        }
        assertThat(metrics.damaged.sum()).isZero();
    }

    @Test
    void restoresEveryRecordFromAFlippedBitInAnyHeader() throws IOException {
        for (boolean compress : new boolean[]{true, false}) {
            List<String> texts = write(new Random(4), 10, 30_000, compress);
            Path segment = WalFormat.segment(log(), 0);
            byte[] whole = Files.readAllBytes(segment);
            for (int header : headers(segment)) {
                for (int bit = 0; bit < 8 * WalFormat.HEADER_SIZE; bit++) {
                    byte[] flipped = whole.clone();
                    flipped[header + bit / 8] ^= (byte) (1 << bit % 8);
                    Files.write(segment, flipped);
                    assertThat(LogFixture.read(log(), salvage())).as("header at %d, bit %d, %s", header, bit, compress)
                            .isEqualTo(texts);
                }
            }
            Files.delete(segment);
        }
        assertThat(metrics.damaged.sum()).isZero();
    }

    /// Where all fragments of an intact segment begin.
    private static List<Integer> headers(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        var headers = new ArrayList<Integer>();
        for (int at = 0; at + WalFormat.HEADER_SIZE <= bytes.length;) {
            int left = WalFormat.PAGE_SIZE - at % WalFormat.PAGE_SIZE;
            if (left < WalFormat.HEADER_SIZE || bytes[at] == 0) {
                at += left;
                continue;
            }
            headers.add(at);
            at += WalFormat.HEADER_SIZE + ((bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] & 0xFF);
        }
        return headers;
    }

    @Test
    void keepsEverythingThatAnOverwrittenStretchDidNotHit() {
        Seeds.forEach(Seeds.rounds("hypnos.wal.rounds", 60), random -> {
            try {
                Files.createDirectories(log());
                for (Path old : Files.list(log()).toList()) {
                    Files.delete(old);
                }
                boolean compress = random.nextBoolean();
                List<String> texts = write(random, 40, random.nextBoolean() ? 2_000 : 50_000, compress);
                Path segment = WalFormat.segment(log(), 0);
                byte[] bytes = Files.readAllBytes(segment);
                List<long[]> extents = extents(segment);
                int from = random.nextInt(bytes.length);
                int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 600 : 40_000));
                boolean zeros = random.nextBoolean();
                for (int i = from; i < to; i++) {
                    bytes[i] = zeros ? 0 : (byte) random.nextInt();
                }
                Files.write(segment, bytes);
                var expected = new ArrayList<String>();
                for (int i = 0; i < texts.size(); i++) {
                    if (extents.get(i)[1] <= from || extents.get(i)[0] >= to) {
                        expected.add(texts.get(i));
                    }
                }
                Salvage salvage = salvage();
                List<String> read = LogFixture.read(log(), salvage);
                assertThat(read).as("%d to %d, zeros %s", from, to, zeros).containsAll(expected);
                // The checksum does not cover a fragment's type: the end of a record may pass for a whole one. Of a type that nobody knows, as
                // here, it is skipped like any other; of a known type it would have to make sense from its first byte to its last.
                assertThat(texts).containsAll(read.stream().filter(text -> !text.startsWith("unknown ")).toList());
                salvage.repair();
                long damaged = metrics.damaged.sum();
                assertThat(LogFixture.read(log(), salvage())).isEqualTo(read);
                assertThat(metrics.damaged.sum()).isEqualTo(damaged);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(directory.resolve("quarantine")).isNotEmptyDirectory();
    }

    private static List<long[]> extents(Path segment) throws IOException {
        var extents = new ArrayList<long[]>();
        try (var reader = new SegmentReader(segment, DamageListener.NONE)) {
            while (reader.next()) {
                extents.add(new long[]{reader.start(), reader.end()});
            }
        }
        return extents;
    }

    @Test
    void keepsTheDamagedBytes() throws IOException {
        write(new Random(5), 10, 1_000, false);
        Path segment = WalFormat.segment(log(), 0);
        byte[] bytes = Files.readAllBytes(segment);
        List<long[]> extents = extents(segment);
        int from = (int) extents.get(3)[0];
        int to = (int) extents.get(3)[1];
        for (int i = from + 20; i < from + 40; i++) {
            bytes[i] = 7;
        }
        Files.write(segment, bytes);
        Salvage salvage = salvage();
        assertThat(LogFixture.read(log(), salvage)).hasSize(9);
        assertThat(metrics.damaged.sum()).isEqualTo(1);
        assertThat(metrics.damagedBytes.sum()).isEqualTo(to - from);
        assertThat(directory.resolve("quarantine").resolve("wal-00000000-" + from + ".bad"))
                .hasBinaryContent(Arrays.copyOfRange(bytes, from, to));
    }
}
