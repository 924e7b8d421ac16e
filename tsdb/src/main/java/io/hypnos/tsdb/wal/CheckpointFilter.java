package io.hypnos.tsdb.wal;

import java.io.IOException;

import io.hypnos.series.histogram.FloatHistogram;

/// What of a segment goes into a checkpoint: samples, exemplars and deletions that are young enough, of series that exist.
final class CheckpointFilter {

    private final long minTime;
    private final Checkpoint.Contents contents;
    private final LogWriter out;
    private final RecordEncoder encoder = new RecordEncoder(new RecordBuffer());

    CheckpointFilter(long minTime, Checkpoint.Contents contents, LogWriter out) {
        this.minTime = minTime;
        this.contents = contents;
        this.out = out;
    }

    void apply(WalRecord record) throws IOException {
        switch (record) {
            case WalRecord.Samples samples -> samples(samples);
            case WalRecord.Histograms histograms -> {
                histograms(histograms, WalRecord.INTEGER_HISTOGRAMS, false);
                histograms(histograms, WalRecord.CUSTOM_INTEGER_HISTOGRAMS, true);
            }
            case WalRecord.Exemplars exemplars -> exemplars(exemplars);
            case WalRecord.Tombstones tombstones -> tombstones(tombstones);
            case WalRecord.Series series -> {
                // Written from memory.
            }
            case WalRecord.Metadata metadata -> {
                // Written from memory.
            }
            case WalRecord.Markers markers -> {
                // Of no use but in the log of late samples, which has no checkpoints.
            }
            case WalRecord.Unknown other -> {
                // Nobody knows what it refers to.
            }
        }
    }

    /// The reference under which an item is kept, -1 when it is not.
    private long kept(long reference, long time) {
        return time >= minTime ? contents.current(reference) : -1;
    }

    private void samples(WalRecord.Samples samples) throws IOException {
        encoder.begin(WalRecord.SAMPLES);
        for (int i = 0; i < samples.size(); i++) {
            long reference = kept(samples.refs()[i], samples.times()[i]);
            if (reference >= 0) {
                encoder.sample(reference, samples.times()[i], samples.values()[i]);
            }
        }
        flush();
    }

    /// A record has histograms of one kind, integer or float, whose type tells; custom buckets have types of their own.
    private void histograms(WalRecord.Histograms histograms, int integerType, boolean customBuckets)
            throws IOException {
        boolean floats = histograms.size() > 0
                && histograms.histograms()[0] instanceof FloatHistogram;
        encoder.begin(floats ? integerType + 1 : integerType);
        for (int i = 0; i < histograms.size(); i++) {
            long reference = kept(histograms.refs()[i], histograms.times()[i]);
            if (reference >= 0 && histograms.histograms()[i].layout().usesCustomBuckets() == customBuckets) {
                encoder.histogram(reference, histograms.times()[i], histograms.histograms()[i]);
            }
        }
        flush();
    }

    private void exemplars(WalRecord.Exemplars exemplars) throws IOException {
        encoder.begin(WalRecord.EXEMPLARS);
        for (int i = 0; i < exemplars.size(); i++) {
            long reference = kept(exemplars.refs()[i], exemplars.times()[i]);
            if (reference >= 0) {
                encoder.exemplar(reference, exemplars.times()[i], exemplars.values()[i],
                        exemplars.labels()[i]);
            }
        }
        flush();
    }

    private void tombstones(WalRecord.Tombstones tombstones) throws IOException {
        encoder.begin(WalRecord.TOMBSTONES);
        for (int i = 0; i < tombstones.size(); i++) {
            long reference = kept(tombstones.refs()[i], tombstones.maxts()[i]);
            if (reference >= 0) {
                encoder.tombstone(reference, tombstones.mints()[i], tombstones.maxts()[i]);
            }
        }
        flush();
    }

    private void flush() throws IOException {
        if (!encoder.isEmpty()) {
            out.add(encoder.buffer());
        }
    }
}
