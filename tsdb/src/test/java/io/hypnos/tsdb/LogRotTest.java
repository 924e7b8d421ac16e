package io.hypnos.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.wal.WalSync;

/// One wrong bit anywhere in the write-ahead log of a million samples, and what is left of the others after a restart.
/// `-Dhypnos.rot.rounds=1000` for more bits.
class LogRotTest {

    private static final long T0 = 1_700_000_000_000L;
    private static final int SERIES = 1000;
    private static final int SAMPLES = 1000;

    @TempDir
    Path directory;

    private final TsdbOptions options = TsdbTest.options().walSegmentSize(1 << 20).walSync(WalSync.NONE)
            .blockRange(Duration.ofHours(8)).build();

    @Test
    void keepsNearlyEverythingWhenABitFlips() throws IOException {
        Path original = directory.resolve("original");
        write(original);
        List<Path> segments;
        try (var files = Files.list(original.resolve("wal"))) {
            segments = files.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(segments).hasSizeGreaterThan(3);
        Path rotten = directory.resolve("rotten");
        Seeds.forEach(Seeds.rounds("hypnos.rot.rounds", 8), random -> {
            try {
                rotAndCheck(segments, rotten, random);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void write(Path into) throws IOException {
        try (Tsdb tsdb = Tsdb.open(into, options, new TsdbMetrics())) {
            Appender appender = tsdb.appender();
            Labels[] labels = new Labels[SERIES];
            for (int s = 0; s < SERIES; s++) {
                labels[s] = Labels.of("__name__", "rot", "series", "s" + s);
            }
            for (int i = 0; i < SAMPLES; i++) {
                for (int s = 0; s < SERIES; s++) {
                    appender.add(labels[s], T0 + i * 15_000L, value(s, i));
                }
                assertThat(appender.commit().isComplete()).isTrue();
            }
        }
        // The log is to be all there is.
        DurableFiles.deleteRecursively(into.resolve("chunks_head"));
    }

    private static double value(int series, int i) {
        return (series * 7919 % 1000) + Math.floor(Math.sin(series + i) * 1000) / 8;
    }

    private void rotAndCheck(List<Path> segments, Path rotten, Random random) throws IOException {
        DurableFiles.deleteRecursively(rotten);
        Files.createDirectories(rotten.resolve("wal"));
        long total = 0;
        for (Path segment : segments) {
            Files.copy(segment, rotten.resolve("wal").resolve(segment.getFileName()));
            total += Files.size(segment);
        }
        long at = random.nextLong(total);
        int bit = random.nextInt(8);
        flip(rotten.resolve("wal"), segments, at, bit);
        long present = 0;
        try (Tsdb tsdb = Tsdb.open(rotten, options, new TsdbMetrics());
                ChunkSeriesSet set = tsdb.select(List.of(), TimeRange.ALL)) {
            while (set.next()) {
                int series = Integer.parseInt(set.series().labels().get("series").substring(1));
                present += check(series, set.series().chunks());
            }
        }
        assertThat(present).as("samples left, bit %d of byte %d", bit, at).isGreaterThanOrEqualTo(
                SERIES * SAMPLES / 1000L * 999);
    }

    private static void flip(Path log, List<Path> segments, long at, int bit) throws IOException {
        long offset = at;
        for (Path segment : segments) {
            long size = Files.size(segment);
            if (offset < size) {
                Path file = log.resolve(segment.getFileName());
                byte[] bytes = Files.readAllBytes(file);
                bytes[(int) offset] ^= (byte) (1 << bit);
                Files.write(file, bytes);
                return;
            }
            offset -= size;
        }
    }

    /// Counts samples, none of which may have another value than was written.
    private static long check(int series, List<? extends SeriesChunk> chunks) {
        var samples = new StoredSamples();
        for (SeriesChunk chunk : chunks) {
            ChunkDecoder.decode((Chunk) chunk, samples);
        }
        for (int i = 0; i < samples.size(); i++) {
            int number = (int) ((samples.time(i) - T0) / 15_000);
            if (samples.value(i) != value(series, number)) {
                throw new AssertionError("series " + series + " has another value at " + number);
            }
        }
        return samples.size();
    }
}
