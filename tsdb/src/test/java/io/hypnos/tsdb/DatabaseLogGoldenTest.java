package io.hypnos.tsdb;

import static io.hypnos.tsdb.wal.GoldenRecords.U;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.testing.Golden;
import io.hypnos.tsdb.wal.GoldenRecords;
import io.hypnos.tsdb.write.Exemplar;

/// The logs that a whole database writes, byte for byte the records of `golden/wal.hex` and `golden/wbl.hex`, in Prometheus' order.
class DatabaseLogGoldenTest {

    private static final Labels A1 = Labels.of("__name__", "a", "x", "1");
    private static final Labels A2 = Labels.of("__name__", "a", "x", "2");
    private static final Labels H = Labels.of("__name__", "h", "x", "é");

    @TempDir
    Path directory;

    @Test
    void logsABatch() throws IOException {
        try (Tsdb tsdb = open()) {
            assertThat(tsdb.appender().add(A1, U, 1).add(A1, U + 15_000, 2.5)
                    .add(A1, U + 30_000, Double.longBitsToDouble(0x7FF8000000000001L)).add(A2, U, -0.0)
                    .add(A2, U + 15_000, StaleMarker.VALUE).add(A2, U + 30_000, 7)
                    .add(H, U, GoldenRecords.FIRST).add(H, U + 15_000, GoldenRecords.SECOND)
                    .add(Labels.of("__name__", "f"), U, GoldenRecords.FIRST.toFloat())
                    .add(Labels.of("__name__", "n"), U, GoldenRecords.THIRD)
                    .add(Labels.of("__name__", "m"), U, GoldenRecords.THIRD.toFloat())
                    .add(A1, new Exemplar(Labels.of("trace_id", "abc"), U + 15_000, 2.5)).commit().isComplete())
                    .isTrue();
        }
        var golden = Golden.read("wal");
        assertLog("wal", golden.between("series.frame", "metadata.frame"),
                golden.between("samples.frame", "tombstones.frame"));
    }

    @Test
    void logsLateSamples() throws IOException {
        try (Tsdb tsdb = open()) {
            assertThat(tsdb.appender().add(A1, U, 1).add(A2, U, 1).commit().isComplete()).isTrue();
            assertThat(tsdb.appender().add(A2, U - 50_000, 5).add(A2, U - 40_000, 6).commit().isComplete()).isTrue();
            assertThat(tsdb.appender().add(A2, U - 55_000, 7).commit().isComplete()).isTrue();
        }
        var golden = Golden.read("wbl");
        assertLog("wbl", golden.between("before.frame", "mapped.frame"), golden.between("after.frame", "rest"));
    }

    private Tsdb open() {
        return Tsdb.open(directory, TsdbTest.options().outOfOrderWindow(Duration.ofHours(1)).walCompression(false)
                .maxExemplars(10).build(), new TsdbMetrics());
    }

    /// The log has these records and then zeros to the end of its page.
    private void assertLog(String name, byte[]... records) throws IOException {
        var expected = new ByteArrayOutputStream();
        for (byte[] some : records) {
            expected.writeBytes(some);
        }
        assertThat(Golden.lines(Files.readAllBytes(directory.resolve(name).resolve("00000000"))))
                .isEqualTo(Golden.lines(Arrays.copyOf(expected.toByteArray(), 32 << 10)));
    }
}
