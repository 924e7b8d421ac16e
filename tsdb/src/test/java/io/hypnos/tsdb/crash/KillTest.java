package io.hypnos.tsdb.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.StoredSeries;
import io.hypnos.tsdb.Tsdb;
import io.hypnos.tsdb.TsdbMetrics;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.testing.Seeds;

/// A process is killed with SIGKILL in the middle of its work, at a step that it passes or at any moment; what a restart finds is held against a
/// journal of what was acknowledged. Nothing of that may be missing, and nothing may be there twice.
///
/// `-Dhypnos.kills=200` for more rounds, `-Dseed=N` for a history that failed.
class KillTest {

    private static final long START = 1_700_000_000_000L;
    private static final int ROUNDS_PER_HISTORY = 5;
    /// The steps at which to kill, and up to how often the process passes them before.
    private static final List<Point> POINTS = List.of(new Point(Step.SAMPLES_APPLIED, 400),
            new Point(Step.LOG_WRITTEN, 400), new Point(Step.SEGMENT_STARTED, 10),
            new Point(Step.HEAD_CHUNKS_WRITTEN, 10), new Point(Step.BLOCK_SERIES_WRITTEN, 60),
            new Point(Step.BLOCK_PUBLISHED, 3), new Point(Step.HEAD_TRUNCATED, 3),
            new Point(Step.CHECKPOINT_WRITTEN, 2), new Point(Step.CHECKPOINT_PUBLISHED, 2),
            new Point(Step.SEGMENT_DELETED, 5));

    @TempDir
    Path directory;

    private record Point(Step step, int times) {}

    @Test
    void nothingAcknowledgedIsLostOrDoubled() throws IOException, InterruptedException {
        Long replay = Long.getLong("seed");
        int rounds = Seeds.rounds("hypnos.kills", 20);
        long samples = 0;
        long base = Seeds.base();
        for (int done = 0; done < rounds; done += ROUNDS_PER_HISTORY) {
            long seed = replay == null ? base + done : replay;
            try {
                samples += history(seed, done, Math.min(ROUNDS_PER_HISTORY, rounds - done));
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError("failed with -Dseed=" + seed + " at kill " + done + ": " + e.getMessage(), e);
            }
        }
        assertThat(samples).isGreaterThan(rounds * 100L);
    }

    /// Kills several times in one directory and returns how many samples were acknowledged.
    private long history(long seed, int done, int rounds) throws IOException, InterruptedException {
        var random = new Random(seed);
        var load = new Load(seed, random.nextBoolean());
        Path data = directory.resolve("data");
        var journal = new Journal(load, directory.resolve("journal"), START);
        for (int round = done; round < done + rounds; round++) {
            Point point = round % 2 == 0 ? POINTS.get(round / 2 % POINTS.size()) : null;
            kill(data, load, journal, point, random);
            journal.read();
            check(data, load, journal);
        }
        DurableFiles.deleteRecursively(data);
        Files.deleteIfExists(journal.file());
        return journal.acknowledgedSamples();
    }

    private static void kill(Path data, Load load, Journal journal, @Nullable Point point, Random random)
            throws IOException, InterruptedException {
        try (var victim = Victim.start(data, load, journal, point == null ? null : point.step,
                point == null ? 0 : 1 + random.nextInt(point.times))) {
            if (point == null) {
                victim.killAfter(random, 400);
            } else {
                victim.killAtStep();
            }
        }
    }

    private static void check(Path data, Load load, Journal journal) {
        var metrics = new TsdbMetrics();
        try (Tsdb tsdb = Tsdb.open(data, load.options().build(), metrics)) {
            var stored = StoredSeries.all(tsdb);
            journal.check(stored);
            if (!load.late()) {
                long once = stored.values().stream().mapToLong(TreeMap::size).sum();
                assertThat(samplesOfAllChunks(tsdb)).as("samples of all chunks").isEqualTo(once);
            }
        }
        assertThat(metrics.log().damaged.sum()).as("damaged records").isZero();
    }

    private static long samplesOfAllChunks(Tsdb tsdb) {
        long samples = 0;
        try (ChunkSeriesSet set = tsdb.select(List.of(), TimeRange.ALL)) {
            while (set.next()) {
                for (SeriesChunk chunk : set.series().chunks()) {
                    samples += ((Chunk) chunk).sampleCount();
                }
            }
        }
        return samples;
    }
}
