package io.hypnos.tsdb.wal;

import static io.hypnos.tsdb.wal.GoldenRecords.U;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.step.StepListener;
import io.hypnos.tsdb.testing.Golden;
import io.hypnos.tsdb.write.MetricMetadata;

/// A checkpoint directory, both ways: `golden/checkpoint.hex` is its only segment.
class CheckpointGoldenTest {

    private static final Labels SERIES = Labels.of("__name__", "c");
    private static final List<String> TEXTS = List.of("7" + SERIES + " ",
            "7" + new MetricMetadata(MetricMetadata.Type.GAUGE, "", "old") + "null ",
            "7@1700007200000=4022000000000000 7@1700007215000=4024000000000000 ",
            "7@1700007200000=9.0{trace_id=\"abc\"} ", "7:1700007199995..1700007200000 ");

    @TempDir
    Path directory;

    private Path log() {
        return directory.resolve("wal");
    }

    private Salvage salvage() {
        return new Salvage(directory.resolve("quarantine"), new WalMetrics(), StepListener.NONE);
    }

    @Test
    void writesTheDirectory() throws IOException {
        for (List<RecordBuffer> segment : List.of(older(), younger(), List.<RecordBuffer>of())) {
            try (Wal wal = LogFixture.open(log(), 1 << 20, false)) {
                segment.forEach(record -> LogFixture.append(wal, record));
            }
        }
        var options = new WalOptions(1 << 20, false, WalSync.NONE, WalOptions.DEFAULTS.syncInterval(), 0);
        try (Wal wal = Wal.open(log(), options, new WalMetrics(), StepListener.NONE)) {
            assertThat(new Checkpoint(wal, options, new WalMetrics(), StepListener.NONE).write(U, SeriesSeven::new,
                    salvage())).isTrue();
        }
        assertThat(WalFormat.checkpoints(log())).containsExactly(1);
        assertThat(WalFormat.segments(log())).as("what it does not replace").first().isEqualTo(2);
        Path checkpoint = log().resolve("checkpoint.00000001");
        try (var files = Files.list(checkpoint)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("00000000");
        }
        assertThat(Golden.lines(Files.readAllBytes(checkpoint.resolve("00000000"))))
                .isEqualTo(Golden.read("checkpoint").lines());
    }

    /// Samples of which some are too old or of a series that is gone.
    private static List<RecordBuffer> older() {
        var records = new GoldenRecords();
        records.series(7, SERIES, Labels.of("__name__", "gone"));
        records.samples(7, U - 1, 8, U, 9, U + 15_000, 10);
        records.samples(8, U, 1);
        return records.records();
    }

    private static List<RecordBuffer> younger() {
        var records = new GoldenRecords();
        records.exemplar(7, U - 1, 8);
        records.exemplar(7, U, 9);
        records.tombstone(7, U - 10, U - 5);
        records.tombstone(7, U - 5, U);
        records.tombstone(8, U, U);
        return records.records();
    }

    /// A head that has one series left.
    private static final class SeriesSeven implements Checkpoint.Contents {

        @Override
        public long current(long reference) {
            return reference == 7 ? 7 : -1;
        }

        @Override
        public void writeSeries(Checkpoint.RecordSink sink) throws IOException {
            var encoder = new RecordEncoder(new RecordBuffer());
            encoder.begin(WalRecord.SERIES).series(7, SERIES.packed(), SERIES.size());
            sink.add(encoder.buffer());
            encoder.begin(WalRecord.METADATA).metadata(7, new MetricMetadata(MetricMetadata.Type.GAUGE, "", "old"),
                    null);
            sink.add(encoder.buffer());
        }
    }

    @Test
    void readsTheNewestAndTheSegmentsBehindIt() throws IOException {
        Golden.read("wal").write(log().resolve("00000000"));
        Golden.read("wal-pages").write(log().resolve("checkpoint.00000000/00000000"));
        Golden.read("checkpoint").write(log().resolve("checkpoint.00000001/00000000"));
        Golden.read("wbl").write(log().resolve("00000001"));
        Golden.read("wbl").write(log().resolve("00000002"));
        var texts = new ArrayList<>(TEXTS);
        GoldenRecords.late().forEach(record -> texts.add(LogFixture.text(record)));
        assertThat(LogFixture.read(log(), salvage())).isEqualTo(texts);
    }
}
