package io.hypnos.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.write.AppendResult;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.Refusal;

class TsdbTest {

    private static final long T0 = 1_700_000_000_000L;
    private static final Labels UP = Labels.of("__name__", "up", "job", "a");
    private static final Labels DOWN = Labels.of("__name__", "down", "job", "b");

    @TempDir
    Path directory;

    static TsdbOptions.Builder options() {
        return TsdbOptions.builder().upkeep(TsdbOptions.Upkeep.CALLER).diskReserve(0).futureTolerance(Duration.ZERO);
    }

    private Tsdb open() {
        return Tsdb.open(directory, options().build(), new TsdbMetrics());
    }

    @Test
    void answersWhatWasAppended() {
        try (Tsdb tsdb = open()) {
            BatchResult result = tsdb.appender().add(UP, T0, 1).add(UP, T0 + 15_000, 2).add(DOWN, T0, 3).commit();
            assertThat(result.isComplete()).isTrue();
            assertThat(result.samplesStored()).isEqualTo(3);
            var all = StoredSeries.all(tsdb);
            assertThat(all).containsOnlyKeys(UP, DOWN);
            assertThat(all.get(UP)).hasSize(2);
            assertThat(StoredSeries.matching(tsdb, Matcher.equal("job", "b"))).containsOnlyKeys(DOWN);
            assertThat(tsdb.labelNames(List.of(), TimeRange.ALL)).containsExactly("__name__", "job");
            assertThat(tsdb.labelValues("job", List.of(Matcher.equal("__name__", "up")), TimeRange.ALL))
                    .containsExactly("a");
        }
    }

    @Test
    void countsASeriesAsCreatedOnce() {
        var metrics = new TsdbMetrics();
        try (Tsdb tsdb = Tsdb.open(directory, options().build(), metrics)) {
            for (int i = 0; i < 5; i++) {
                tsdb.appender().add(UP, T0 + i, 1).add(DOWN, T0 + i, 1).commit();
            }
            assertThat(metrics.head().seriesCreated.sum()).isEqualTo(2);
        }
    }

    @Test
    void hasEverythingAfterRestart() {
        try (Tsdb tsdb = open()) {
            tsdb.appender().add(UP, T0, 1).add(DOWN, T0, 3).commit();
        }
        try (Tsdb tsdb = open()) {
            tsdb.appender().add(UP, T0 + 15_000, 2).commit();
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(2);
        }
        try (Tsdb tsdb = open()) {
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(2);
            assertThat(StoredSeries.all(tsdb).get(DOWN)).hasSize(1);
        }
    }

    @Test
    void hasEverythingInBlocksAfterFlush() {
        try (Tsdb tsdb = open()) {
            for (int i = 0; i < 1000; i++) {
                tsdb.appender().add(UP, T0 + i * 15_000L, i).add(DOWN, T0 + i * 15_000L, -i).commit();
            }
            var before = StoredSeries.all(tsdb);
            assertThat(before.get(UP)).hasSize(1000);
            tsdb.flush();
            assertThat(tsdb.blocks()).hasSizeGreaterThan(1);
            assertThat(tsdb.headStatistics(10).range().isEmpty()).isTrue();
            assertThat(StoredSeries.all(tsdb)).isEqualTo(before);
            BatchResult late = tsdb.appender().add(UP, T0, 7).commit();
            assertThat(late.count(AppendResult.OUT_OF_BOUNDS)).isEqualTo(1);
        }
        try (Tsdb tsdb = open()) {
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(1000);
        }
    }

    @Test
    void cutsBlocksWhenTheHeadIsLongEnough() {
        try (Tsdb tsdb = open()) {
            for (int i = 0; i < 2000; i++) {
                BatchResult result = tsdb.appender().add(UP, T0 + i * 15_000L, i).commit();
                assertThat(result.isComplete()).as("%d %s", i, result.refusal()).isTrue();
                if (i % 100 == 0) {
                    tsdb.tick();
                    tsdb.maintain();
                    assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(i + 1);
                }
            }
            assertThat(tsdb.blocks()).hasSizeBetween(3, 4);
            for (var block : tsdb.blocks()) {
                assertThat(block.meta().maxTime() % 7_200_000).isZero();
            }
        }
    }

    @Test
    void keepsOthersOut() {
        try (Tsdb tsdb = open()) {
            assertThatThrownBy(this::open).isInstanceOf(StorageException.class).hasMessageContaining("in use");
            assertThat(tsdb.blocks()).isEmpty();
        }
    }

    @Test
    void givesLateSamplesInChunksWithTheOthers() {
        var late = options().outOfOrderWindow(Duration.ofHours(1)).build();
        try (Tsdb tsdb = Tsdb.open(directory, late, new TsdbMetrics())) {
            for (int i = 0; i < 1000; i += 2) {
                tsdb.appender().add(UP, T0 + i * 1000, i).commit();
            }
            for (int i = 999; i > 0; i -= 2) {
                assertThat(tsdb.appender().add(UP, T0 + i * 1000, i).commit().isComplete()).isTrue();
            }
            // Fails where chunks overlap: who reads them would take them for copies.
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(1000);
            tsdb.flush();
            assertThat(tsdb.blocks().size()).isGreaterThan(1);
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(1000);
            tsdb.appender().add(UP, T0 + 1_000_000, 1).add(UP, T0 + 1500, 2).commit();
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(1002);
        }
    }

    @Test
    void saysWhatBecameOfEachSample() {
        try (Tsdb tsdb = open()) {
            tsdb.appender().add(UP, T0, 1).add(DOWN, T0 + 10_000_000, 1).commit();
            BatchResult result = tsdb.appender().add(UP, T0, 1).add(UP, T0, 2).add(DOWN, T0, 5).commit();
            assertThat(result.count(AppendResult.OUT_OF_BOUNDS)).isEqualTo(3);
            result = tsdb.appender().add(DOWN, T0 + 10_000_000, 1).add(DOWN, T0 + 10_000_000, 2)
                    .add(DOWN, T0 + 9_999_999, 2).add(DOWN, T0 + 10_000_001, 3).commit();
            assertThat(result.count(AppendResult.ALREADY_PRESENT)).isEqualTo(1);
            assertThat(result.count(AppendResult.DUPLICATE)).isEqualTo(1);
            assertThat(result.count(AppendResult.OUT_OF_ORDER)).isEqualTo(1);
            assertThat(result.count(AppendResult.APPENDED)).isEqualTo(1);
            assertThat(result.series(0)).isEqualTo(AppendResult.OUT_OF_ORDER);
        }
    }

    @Test
    void sortsTheSamplesOfOneRequest() {
        try (Tsdb tsdb = open()) {
            BatchResult result = tsdb.appender().add(UP, T0 + 2, 2).add(UP, T0 + 1, 1).add(DOWN, T0, 0)
                    .add(UP, T0 + 3, 3).add(UP, T0, 0).add(UP, T0 + 2, 9).commit();
            assertThat(result.count(AppendResult.APPENDED)).isEqualTo(5);
            assertThat(result.count(AppendResult.DUPLICATE)).isEqualTo(1);
            var up = StoredSeries.all(tsdb).get(UP);
            assertThat(up.keySet()).containsExactly(T0, T0 + 1, T0 + 2, T0 + 3);
            assertThat(up.get(T0 + 2)).isEqualTo(Long.toHexString(Double.doubleToRawLongBits(2)));
        }
    }

    @Test
    void readsAStateThatDoesNotChange() {
        try (Tsdb tsdb = open()) {
            tsdb.appender().add(UP, T0, 1).add(DOWN, T0, 1).commit();
            try (var open = tsdb.select(List.of(), TimeRange.ALL)) {
                for (int i = 1; i < 500; i++) {
                    tsdb.appender().add(UP, T0 + i, 1).add(DOWN, T0 + i, 1).commit();
                }
                tsdb.tick();
                var seen = StoredSeries.of(open, TimeRange.ALL);
                assertThat(seen.get(UP)).hasSize(1);
                assertThat(seen.get(DOWN)).hasSize(1);
            }
            assertThat(StoredSeries.all(tsdb).get(DOWN)).hasSize(500);
        }
    }

    @Test
    void hidesWhatCameLaterAndNothingElse() {
        try (Tsdb tsdb = open()) {
            for (int i = 0; i < 1000; i++) {
                tsdb.appender().add(UP, T0 + i * 1000, i).commit();
            }
            var past = TimeRange.closed(T0 + 100_000, T0 + 300_000);
            var recent = TimeRange.closed(T0 + 900_000, Long.MAX_VALUE);
            try (var ofPast = tsdb.select(List.of(), past); var ofRecent = tsdb.select(List.of(), recent)) {
                for (int i = 1000; i < 1700; i++) {
                    tsdb.appender().add(UP, T0 + i * 1000, i).commit();
                }
                assertThat(StoredSeries.of(ofPast, past).get(UP)).hasSize(201);
                assertThat(StoredSeries.of(ofRecent, recent).get(UP)).hasSize(100);
            }
        }
    }

    @Test
    void refusesWritesAndGoesOnReadingWhenTheDiskIsAlmostFull() {
        try (Tsdb tsdb = open()) {
            tsdb.appender().add(UP, T0, 1).commit();
        }
        var options = options().diskReserve(Long.MAX_VALUE).build();
        try (Tsdb tsdb = Tsdb.open(directory, options, new TsdbMetrics())) {
            assertThat(tsdb.acceptsWrites()).isFalse();
            assertThat(tsdb.appender().add(UP, T0 + 1, 2).commit().refusal()).isEqualTo(Refusal.DISK_FULL);
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSize(1);
        }
    }

    @Test
    void recoversByItselfWhenTheLogCanBeWrittenAgain() throws IOException {
        var options = options().walSegmentSize(32 << 10).build();
        int stored = 0;
        try (Tsdb tsdb = Tsdb.open(directory, options, new TsdbMetrics())) {
            // The next segment cannot be created, because something else has its name.
            Path obstacle = Files.createDirectory(directory.resolve("wal").resolve("00000001"));
            while (tsdb.appender().add(UP, T0 + stored, stored).commit().refusal() == null) {
                stored++;
                assertThat(stored).as("samples in one segment").isLessThan(10_000);
            }
            assertThat(tsdb.acceptsWrites()).isFalse();
            assertThat(tsdb.appender().add(DOWN, T0, 1).commit().refusal()).isEqualTo(Refusal.LOG_UNAVAILABLE);
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSizeGreaterThanOrEqualTo(stored);
            Files.delete(obstacle);
            assertThat(tsdb.appender().add(DOWN, T0, 1).commit().refusal()).isNull();
            assertThat(tsdb.acceptsWrites()).isTrue();
        }
        try (Tsdb tsdb = Tsdb.open(directory, options, new TsdbMetrics())) {
            assertThat(StoredSeries.all(tsdb).get(UP)).hasSizeGreaterThanOrEqualTo(stored);
            assertThat(StoredSeries.all(tsdb).get(DOWN)).hasSize(1);
        }
    }

    @Test
    void doesWhatTheReadmeShows() {
        try (Tsdb tsdb = Tsdb.open(directory, TsdbOptions.defaults(), new TsdbMetrics())) {
            Labels up = Labels.of("__name__", "up", "job", "api");
            BatchResult result = tsdb.appender().add(up, System.currentTimeMillis(), 1).commit();
            assertThat(result.isComplete()).isTrue();
            try (ChunkSeriesSet set = tsdb.select(List.of(Matcher.equal("job", "api")), TimeRange.ALL)) {
                assertThat(set.next()).isTrue();
                assertThat(set.series().labels()).isEqualTo(up);
                assertThat(set.series().chunks()).hasSize(1);
                assertThat(set.next()).isFalse();
            }
            tsdb.flush();
            assertThat(tsdb.blocks()).hasSize(1);
        }
    }
}
