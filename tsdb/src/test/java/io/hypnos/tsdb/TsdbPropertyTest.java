package io.hypnos.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.RandomHistograms;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.testing.Seeds;
import io.hypnos.tsdb.testing.SeriesData;
import io.hypnos.tsdb.write.AppendResult;
import io.hypnos.tsdb.write.BatchResult;

/// Random histories of a database, held against [ReferenceTsdb] after every few steps: batches of every kind, upkeep, restarts.
class TsdbPropertyTest {

    private static final long RANGE = 60_000;

    @TempDir
    Path directory;

    @Test
    void isWhatTheReferenceIs() {
        Seeds.forEach(Seeds.rounds("hypnos.tsdb.rounds", 20), random -> {
            Path round = directory.resolve("round");
            try {
                new History(random, round).run();
                DurableFiles.deleteRecursively(round);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static final class History {

        private final Random random;
        private final boolean takesLate;
        private final Path directory;
        private final TsdbOptions options;
        private final ReferenceTsdb reference;
        private final List<Labels> series = new ArrayList<>();
        private Tsdb tsdb;
        private long now = 1_700_000_000_000L + 12_345;

        History(Random random, Path directory) throws IOException {
            this.random = random;
            this.directory = Files.createDirectories(directory);
            this.takesLate = random.nextBoolean();
            long window = takesLate ? 3 * RANGE : 0;
            this.options = TsdbTest.options().blockRange(Duration.ofMillis(RANGE))
                    .outOfOrderWindow(Duration.ofMillis(window)).outOfOrderCapacity(1 + random.nextInt(32))
                    .samplesPerChunk(4 + random.nextInt(60)).walSegmentSize((1 + random.nextInt(4)) << 15)
                    .shards(1 << random.nextInt(3)).walCompression(random.nextBoolean()).build();
            this.reference = new ReferenceTsdb(RANGE, window);
            this.tsdb = open();
            int count = 1 + random.nextInt(random.nextBoolean() ? 8 : 200);
            for (int i = 0; i < count; i++) {
                series.add(SeriesData.labels(random, i));
            }
        }

        private Tsdb open() {
            return Tsdb.open(directory, options, new TsdbMetrics());
        }

        void run() {
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(40)) {
                    case 0 -> restart();
                    case 1 -> {
                        tsdb.maintain();
                        reference.closeBefore(tsdb.headMinValid());
                    }
                    case 2, 3, 4 -> tsdb.tick();
                    case 5 -> check();
                    case 6 -> {
                        if (random.nextInt(6) == 0) {
                            tsdb.flush();
                            reference.closeBefore(tsdb.headMinValid());
                        }
                    }
                    default -> append();
                }
            }
            check();
            restart();
            check();
            tsdb.close();
        }

        private void restart() {
            tsdb.close();
            tsdb = open();
            reference.restart(tsdb.headMinValid());
        }

        private void check() {
            SeriesData.assertSame(StoredSeries.all(tsdb), reference.all());
            long from = now - random.nextLong(5 * RANGE);
            var range = TimeRange.closed(from, from + random.nextLong(RANGE));
            SeriesData.assertSame(StoredSeries.in(tsdb, range), reference.in(range));
        }

        private void append() {
            now += random.nextInt(4) == 0 ? random.nextInt(8_000) : random.nextInt(1_000);
            Appender appender = tsdb.appender();
            var pending = new ReferenceTsdb.Batch();
            int samples = 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 30);
            for (int i = 0; i < samples; i++) {
                Labels labels = series.get(random.nextInt(series.size()));
                long time = time();
                // Which of two samples at one time an out-of-order window keeps is nobody's promise, so with one they are the same.
                var local = new Random(labels.hashCode() * 31L + time);
                boolean ofHistograms = labels.hashCode() % 5 == 0;
                boolean histogram = ofHistograms ^ (!takesLate && local.nextInt(20) == 0);
                boolean odd = !takesLate && random.nextInt(20) == 0;
                if (histogram) {
                    Histogram value = local.nextBoolean()
                            ? RandomHistograms.integer(local)
                            : RandomHistograms.floating(local);
                    appender.add(labels, time, value);
                    pending.add(labels, time, value);
                } else {
                    double value = odd ? random.nextGaussian() : value(local);
                    appender.add(labels, time, value);
                    pending.add(labels, time, value);
                }
            }
            BatchResult result = appender.commit();
            BatchResult expected = reference.append(pending);
            for (AppendResult each : AppendResult.values()) {
                if (each != AppendResult.APPENDED && each != AppendResult.ALREADY_PRESENT) {
                    assertThat(result.count(each)).as("%s", each).isEqualTo(expected.count(each));
                }
            }
            assertThat(result.samplesStored()).isEqualTo(expected.samplesStored());
        }

        private long time() {
            return switch (random.nextInt(12)) {
                case 0 -> now - random.nextInt(1_000);
                case 1 -> now - random.nextLong(6 * RANGE);
                case 2 -> now + random.nextInt(2_000);
                default -> now;
            };
        }

        private static double value(Random local) {
            return switch (local.nextInt(12)) {
                case 0 -> StaleMarker.VALUE;
                case 1 -> Double.NaN;
                case 2 -> Double.longBitsToDouble(0x7FF8_0000_0000_1234L);
                case 3 -> -0.0;
                case 4 -> Double.POSITIVE_INFINITY;
                case 5 -> local.nextGaussian();
                case 6 -> local.nextDouble() * 1e300;
                default -> local.nextInt(1000);
            };
        }
    }
}
