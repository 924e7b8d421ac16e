package io.hypnos.tsdb.head;

import java.io.IOException;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.wal.Checkpoint;
import io.hypnos.tsdb.wal.PreparedRecords;
import io.hypnos.tsdb.wal.RecordBuffer;
import io.hypnos.tsdb.wal.RecordEncoder;
import io.hypnos.tsdb.wal.WalRecord;
import io.hypnos.tsdb.write.MetricMetadata;

/// The series of a head, for a checkpoint. Made when upkeep keeps series from being removed.
final class CheckpointSeries implements Checkpoint.Contents {

    private final HeadState state;
    private final HeadNotes notes;
    private final int[] slots;
    private final ReferenceMap alive = new ReferenceMap();

    CheckpointSeries(HeadState state, HeadNotes notes) {
        this.state = state;
        this.notes = notes;
        this.slots = state.index().all().toArray();
        for (int slot : slots) {
            alive.put(reference(slot), slot);
        }
    }

    private long reference(int slot) {
        return SeriesRecord.reference(state.table().address(slot));
    }

    @Override
    public long current(long reference) {
        long current = notes.current(reference);
        return alive.get(current) < 0 ? -1 : current;
    }

    @Override
    public void writeSeries(Checkpoint.RecordSink sink) throws IOException {
        var encoder = new RecordEncoder(new RecordBuffer());
        encoder.begin(WalRecord.SERIES);
        for (int slot : slots) {
            Labels labels = state.index().labels(slot);
            encoder.series(reference(slot), labels.packed(), labels.size());
            if (encoder.buffer().length() >= PreparedRecords.RECORD_TARGET) {
                sink.add(encoder.buffer());
                encoder.begin(WalRecord.SERIES);
            }
        }
        if (!encoder.isEmpty()) {
            sink.add(encoder.buffer());
        }
        writeMetadata(encoder, sink);
    }

    private void writeMetadata(RecordEncoder encoder, Checkpoint.RecordSink sink) throws IOException {
        encoder.begin(WalRecord.METADATA);
        for (var metric : notes.descriptions().select("").entrySet()) {
            int slot = notes.seriesOf(metric.getKey());
            if (slot < 0) {
                continue;
            }
            for (MetricMetadata metadata : metric.getValue()) {
                encoder.metadata(reference(slot), metadata, notes.familyOf(metric.getKey(), slot));
            }
        }
        if (!encoder.isEmpty()) {
            sink.add(encoder.buffer());
        }
    }
}
