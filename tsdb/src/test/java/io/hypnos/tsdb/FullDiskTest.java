package io.hypnos.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.testing.SeriesData;
import io.hypnos.tsdb.testing.SmallFileSystem;
import io.hypnos.tsdb.write.Refusal;

/// A database on a file system that is really full.
class FullDiskTest {

    private static final long T0 = 1_700_000_040_000L;
    private static final int SERIES = 100;

    @TempDir
    Path directory;

    private final TreeMap<Labels, TreeMap<Long, String>> acknowledged = new TreeMap<>();
    private final TreeMap<Labels, TreeMap<Long, String>> offered = new TreeMap<>();
    private int step;

    /// Appends one sample to each series; why it was refused, or null.
    private Refusal append(Tsdb tsdb) {
        Appender appender = tsdb.appender();
        var samples = new TreeMap<Labels, Double>();
        for (int s = 0; s < SERIES; s++) {
            // Values without a pattern, so that compression does not keep the disk from filling.
            samples.put(Labels.of("__name__", "m", "s", "" + s), Math.sin(step * 31.7 + s) * 1e9);
        }
        samples.forEach((labels, value) -> appender.add(labels, T0 + step * 1000L, value));
        Refusal refusal = appender.commit().refusal();
        samples.forEach((labels, value) -> note(refusal == null ? acknowledged : null, labels, value));
        step++;
        return refusal;
    }

    private void note(TreeMap<Labels, TreeMap<Long, String>> into, Labels labels, double value) {
        String bits = Long.toHexString(Double.doubleToRawLongBits(value));
        if (into != null) {
            into.computeIfAbsent(labels, l -> new TreeMap<>()).put(T0 + step * 1000L, bits);
        }
        offered.computeIfAbsent(labels, l -> new TreeMap<>()).put(T0 + step * 1000L, bits);
    }

    /// Everything that was acknowledged is there, and nothing that was never sent.
    private void assertWhole(Tsdb tsdb) {
        var stored = StoredSeries.all(tsdb);
        SeriesData.assertSame(SeriesData.filtered(stored, labels -> true, this::isAcknowledged), acknowledged);
        stored.forEach((labels, samples) -> assertThat(offered.get(labels).entrySet()).containsAll(samples.entrySet()));
    }

    private boolean isAcknowledged(long time) {
        return acknowledged.firstEntry().getValue().containsKey(time);
    }

    private Refusal appendUntilRefused(Tsdb tsdb, boolean withTicks) {
        Refusal refusal;
        do {
            refusal = append(tsdb);
            if (withTicks && step % 50 == 0) {
                tsdb.tick();
            }
            assertThat(step).as("steps without a refusal").isLessThan(200_000);
        } while (refusal == null);
        return refusal;
    }

    @Test
    void refusesBeforeTheReserveIsUsedUpAndRecoversByItself() throws IOException, InterruptedException {
        try (var disk = SmallFileSystem.mount(directory.resolve("disk"), 24)) {
            long reserve = 8L << 20;
            var options = TsdbTest.options().diskReserve(reserve).build();
            Path ballast = disk.fill("ballast", reserve + (1 << 20));
            try (Tsdb tsdb = Tsdb.open(disk.root().resolve("data"), options, new TsdbMetrics())) {
                assertThat(appendUntilRefused(tsdb, true)).isEqualTo(Refusal.DISK_FULL);
                assertThat(disk.free()).isGreaterThan(reserve / 2);
                assertThat(tsdb.acceptsWrites()).isFalse();
                assertWhole(tsdb);
                Files.delete(ballast);
                tsdb.tick();
                assertThat(tsdb.acceptsWrites()).isTrue();
                assertThat(append(tsdb)).isNull();
                assertWhole(tsdb);
            }
        }
    }

    @Test
    void losesNothingWhenNoByteIsFreeAndRecoversByItself() throws IOException, InterruptedException {
        try (var disk = SmallFileSystem.mount(directory.resolve("disk"), 16)) {
            var options = TsdbTest.options().walSegmentSize(1 << 20).blockRange(Duration.ofHours(2)).build();
            Path data = disk.root().resolve("data");
            try (Tsdb tsdb = Tsdb.open(data, options, new TsdbMetrics())) {
                Path ballast = disk.fill("ballast", 2 << 20);
                assertThat(appendUntilRefused(tsdb, false)).isEqualTo(Refusal.LOG_UNAVAILABLE);
                assertThat(disk.free()).isLessThan(1 << 20);
                assertThat(tsdb.acceptsWrites()).isFalse();
                assertThat(append(tsdb)).isEqualTo(Refusal.LOG_UNAVAILABLE);
                assertWhole(tsdb);
                Files.delete(ballast);
                assertThat(append(tsdb)).isNull();
                assertThat(tsdb.acceptsWrites()).isTrue();
                tsdb.tick();
                assertWhole(tsdb);
            }
            try (Tsdb tsdb = Tsdb.open(data, options, new TsdbMetrics())) {
                assertWhole(tsdb);
                tsdb.flush();
                assertWhole(tsdb);
            }
        }
    }
}
