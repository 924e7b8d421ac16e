package io.hypnos.tsdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.testing.SeriesData;

/// A database one of whose blocks is damaged: it opens, serves the others, and of the damaged one it gives right answers, or says that it cannot.
class DamagedBlocksTest {

    private static final long RANGE = 60_000;
    private static final long T0 = 1_700_000_040_000L / RANGE * RANGE;

    @TempDir
    Path directory;

    private Path original;
    private Path copy;
    private String victim;
    private TimeRange victimRange;
    private TreeMap<Labels, TreeMap<Long, String>> all;

    @BeforeEach
    void writeBlocks() throws IOException {
        original = directory.resolve("original");
        copy = directory.resolve("copy");
        var random = new Random(21);
        try (Tsdb tsdb = open(original)) {
            for (int i = 0; i < 300; i++) {
                Appender appender = tsdb.appender();
                for (int s = 0; s < 12; s++) {
                    appender.add(Labels.of("__name__", "m" + s % 3, "s", "" + s), T0 + i * 1000L,
                            random.nextGaussian());
                }
                appender.commit();
            }
            tsdb.maintain();
            assertThat(tsdb.blocks()).hasSizeGreaterThan(2);
            victim = tsdb.blocks().get(1).meta().ulid().toString();
            victimRange = tsdb.blocks().get(1).meta().range();
            all = StoredSeries.all(tsdb);
        }
        // The log still has what is in blocks; without it there is nothing but the blocks.
        DurableFiles.deleteRecursively(original.resolve("wal"));
        DurableFiles.deleteRecursively(original.resolve("chunks_head"));
        try (Tsdb tsdb = open(original)) {
            all = StoredSeries.all(tsdb);
        }
    }

    private static Tsdb open(Path path) {
        return Tsdb.open(path, TsdbTest.options().blockRange(Duration.ofMillis(RANGE)).build(), new TsdbMetrics());
    }

    private void copyAll() throws IOException {
        DurableFiles.deleteRecursively(copy);
        try (var files = Files.walk(original, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(original.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /// What became of the answer.
    private enum Outcome {
        WHOLE, LEFT_OUT, REFUSED
    }

    /// Opens the damaged copy and fails if it answers anything wrong.
    private Outcome serve() {
        try (Tsdb tsdb = open(copy)) {
            var others = SeriesData.filtered(all, labels -> true, time -> !victimRange.contains(time));
            SeriesData.assertSame(StoredSeries.in(tsdb, TimeRange.closed(Long.MIN_VALUE, victimRange.min() - 1)),
                    SeriesData.filtered(others, labels -> true, time -> time < victimRange.min()));
            try (var set = tsdb.select(List.of(), TimeRange.ALL)) {
                var answer = StoredSeries.of(set, TimeRange.ALL);
                if (tsdb.unreadableBlocks() == 0) {
                    SeriesData.assertSame(answer, all);
                    return Outcome.WHOLE;
                }
                SeriesData.assertSame(answer, others);
                assertThat(set.warnings()).singleElement().asString().contains(victim);
                return Outcome.LEFT_OUT;
            } catch (StorageException e) {
                assertThat(e).hasMessageContaining(victim);
                return Outcome.REFUSED;
            }
        }
    }

    private void damage(String file, UnaryOperator<byte[]> how) throws IOException {
        copyAll();
        Path path = copy.resolve(victim).resolve(file);
        Files.write(path, how.apply(Files.readAllBytes(path)));
    }

    @Test
    void servesTheOthersWhateverAFileHasBecome() throws IOException {
        byte[] html = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>".getBytes(UTF_8);
        Map<String, UnaryOperator<byte[]>> damages = Map.of("empty", bytes -> new byte[0], "HTML", bytes -> html,
                "zeros", bytes -> new byte[bytes.length], "half", bytes -> Arrays.copyOf(bytes, bytes.length / 2),
                "another magic number", bytes -> changed(bytes, 0), "another version", bytes -> changed(bytes, 4),
                "longer", bytes -> Arrays.copyOf(bytes, bytes.length + 100));
        for (String file : List.of("meta.json", "index", "chunks/000001", "tombstones")) {
            for (var each : damages.entrySet()) {
                damage(file, each.getValue());
                Outcome outcome = serve();
                if (!each.getKey().equals("longer")) {
                    assertThat(outcome).as("%s: %s", file, each.getKey()).isNotEqualTo(Outcome.WHOLE);
                }
            }
        }
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 0x55;
        return changed;
    }

    @Test
    void servesTheOthersWithoutAFile() throws IOException {
        for (String file : List.of("meta.json", "index", "chunks/000001", "chunks")) {
            copyAll();
            DurableFiles.deleteRecursively(copy.resolve(victim).resolve(file));
            assertThat(serve()).as(file).isNotEqualTo(Outcome.WHOLE);
        }
        copyAll();
        Files.delete(copy.resolve(victim).resolve("tombstones"));
        assertThat(serve()).isEqualTo(Outcome.WHOLE);
        copyAll();
        Files.writeString(copy.resolve("01HTMLHTMLHTMLHTMLHTMLHTML"), "not a block");
        Files.createDirectories(copy.resolve("not-a-block"));
        Files.writeString(copy.resolve(victim).resolve("chunks/readme.txt"), "not a segment");
        assertThat(serve()).isEqualTo(Outcome.WHOLE);
    }

    @Test
    void answersRightOrNotAtAllWhereverAByteIsWrong() {
        List<String> files = List.of("index", "index", "chunks/000001", "meta.json", "tombstones");
        Seeds.forEach(Seeds.rounds("hypnos.corruption.rounds", 60), random -> {
            try {
                String file = files.get(random.nextInt(files.size()));
                damage(file, bytes -> {
                    byte[] changed = bytes.clone();
                    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                    return changed;
                });
                if (!file.equals("meta.json")) {
                    serve();
                } else {
                    // No checksum covers it. What still reads as JSON may say something else, but that must not stop anything.
                    try (Tsdb tsdb = open(copy)) {
                        assertThat(tsdb.blocks()).isNotEmpty();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
