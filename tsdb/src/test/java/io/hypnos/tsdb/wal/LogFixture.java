package io.hypnos.tsdb.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.step.StepListener;

/// Logs of random records for tests, and what is in a log as texts.
final class LogFixture {

    private LogFixture() {}

    /// A record with random contents of about `size` bytes.
    static RecordBuffer record(Random random, int size) {
        var encoder = new RecordEncoder(new RecordBuffer());
        if (random.nextInt(3) == 0) {
            encoder.begin(WalRecord.SERIES);
            while (encoder.buffer().length() < size) {
                Labels labels = Labels.of("__name__", "m" + random.nextInt(1000), "x", "y" + random.nextLong());
                encoder.series(random.nextInt(100_000), labels.packed(), labels.size());
            }
        } else {
            encoder.begin(WalRecord.SAMPLES);
            while (encoder.buffer().length() < size) {
                encoder.sample(random.nextInt(1000), 1_700_000_000_000L + random.nextInt(100_000),
                        random.nextBoolean() ? random.nextLong() : Double.doubleToRawLongBits(random.nextInt(100)));
            }
        }
        return encoder.buffer();
    }

    static Wal open(Path directory, int segmentSize, boolean compress) throws IOException {
        var options = new WalOptions(segmentSize, compress, WalSync.NONE, WalOptions.DEFAULTS.syncInterval(), 0);
        return Wal.open(directory, options, new WalMetrics(), StepListener.NONE);
    }

    static void append(Wal wal, RecordBuffer body) {
        PreparedRecords records = wal.newRecords();
        records.add(body);
        if (!wal.commit(wal.reserve(), records)) {
            throw new AssertionError("not written");
        }
    }

    /// Everything that a reader makes of a log.
    static List<String> read(Path directory, Salvage salvage) {
        var texts = new ArrayList<String>();
        try (WalReader reader = WalReader.open(directory, salvage)) {
            for (WalRecord record; (record = reader.next()) != null;) {
                texts.add(text(record));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    static String text(RecordBuffer body) {
        return text(RecordDecoder.decode(body.bytes().clone(), 0, body.length()));
    }

    static String text(WalRecord record) {
        var text = new StringBuilder();
        switch (record) {
            case WalRecord.Series series -> {
                for (int i = 0; i < series.size(); i++) {
                    text.append(series.refs()[i]).append(series.labels(i)).append(' ');
                }
            }
            case WalRecord.Samples samples -> {
                for (int i = 0; i < samples.size(); i++) {
                    text.append(samples.refs()[i]).append('@').append(samples.times()[i]).append('=')
                            .append(Long.toHexString(samples.values()[i])).append(' ');
                }
            }
            case WalRecord.Histograms histograms -> {
                for (int i = 0; i < histograms.size(); i++) {
                    text.append(histograms.refs()[i]).append('@').append(histograms.times()[i]).append('=')
                            .append(histograms.histograms()[i]).append(' ');
                }
            }
            case WalRecord.Tombstones tombstones -> {
                for (int i = 0; i < tombstones.size(); i++) {
                    text.append(tombstones.refs()[i]).append(':').append(tombstones.mints()[i]).append("..")
                            .append(tombstones.maxts()[i]).append(' ');
                }
            }
            case WalRecord.Exemplars exemplars -> {
                for (int i = 0; i < exemplars.size(); i++) {
                    text.append(exemplars.refs()[i]).append('@').append(exemplars.times()[i]).append('=')
                            .append(exemplars.values()[i]).append(exemplars.labels()[i]).append(' ');
                }
            }
            case WalRecord.Metadata metadata -> {
                for (int i = 0; i < metadata.size(); i++) {
                    text.append(metadata.refs()[i]).append(metadata.metadata()[i]).append(metadata.families()[i])
                            .append(' ');
                }
            }
            case WalRecord.Markers markers -> {
                for (int i = 0; i < markers.size(); i++) {
                    text.append(markers.refs()[i]).append("->").append(markers.chunks()[i]).append(' ');
                }
            }
            case WalRecord.Unknown unknown -> text.append("unknown ").append(unknown.type());
        }
        return text.toString();
    }

    static long files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (var files = Files.list(directory)) {
            return files.count();
        }
    }
}
