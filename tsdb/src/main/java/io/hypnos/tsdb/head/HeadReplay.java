package io.hypnos.tsdb.head;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.tsdb.wal.WalRecord;
import io.hypnos.tsdb.write.Exemplar;
import io.hypnos.tsdb.write.MetricMetadata;

/// Brings a head back to where its log left it. For one thread, before anybody else knows the head.
///
/// In-order samples that are in blocks or head chunks already are passed over, and so is what was refused when it came: it is in the log, too,
/// where Prometheus wrote it.
final class HeadReplay {

    private static final Logger log = LoggerFactory.getLogger(HeadReplay.class);

    private final HeadState state;
    private final FoundChunks found;
    private final long minValid;
    private final AppendBounds bounds;
    private final ReferenceMap slots = new ReferenceMap();
    private final HeadNotes notes;
    private int[] batchSlots = new int[0];
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private long minLate = Long.MAX_VALUE;
    private long maxLate = Long.MIN_VALUE;
    private long unknown;
    private long samples;
    /// What the compiler may not leave out.
    private long touched;

    /// @param minValid in-order samples before this time are in blocks
    HeadReplay(HeadState state, FoundChunks found, HeadNotes notes, long minValid) {
        this.state = state;
        this.found = found;
        this.notes = notes;
        this.minValid = minValid;
        this.bounds = new AppendBounds(minValid, Long.MAX_VALUE, 0, false, 0);
    }

    /// Takes in a record of the log.
    void apply(WalRecord record) {
        switch (record) {
            case WalRecord.Series series -> series(series);
            case WalRecord.Samples columns -> samples(columns);
            case WalRecord.Histograms columns -> histograms(columns);
            case WalRecord.Exemplars columns -> exemplars(columns);
            case WalRecord.Metadata columns -> metadata(columns);
            case WalRecord.Tombstones columns -> tombstones(columns);
            case WalRecord.Markers columns -> {
                // Only a log of late samples has these.
            }
            case WalRecord.Unknown other -> {
                // Written by something newer.
            }
        }
    }

    /// Takes in a record of the log of late samples. Every late sample that is not in a block is in there, so nothing depends on the chunks that
    /// its markers name.
    void applyLate(WalRecord record) {
        switch (record) {
            case WalRecord.Samples columns -> {
                for (int i = 0; i < columns.size(); i++) {
                    late(columns.refs()[i], columns.times()[i], columns.values()[i], null);
                }
            }
            case WalRecord.Histograms columns -> {
                for (int i = 0; i < columns.size(); i++) {
                    late(columns.refs()[i], columns.times()[i], 0, columns.histograms()[i]);
                }
            }
            case WalRecord.Series series -> series(series);
            case WalRecord.Tombstones other -> {
            }
            case WalRecord.Exemplars other -> {
            }
            case WalRecord.Metadata other -> {
            }
            case WalRecord.Markers other -> {
            }
            case WalRecord.Unknown other -> {
            }
        }
    }

    private void late(long reference, long time, long value, @Nullable Histogram histogram) {
        int slot = slots.get(reference);
        if (slot < 0) {
            unknown(reference, Long.MAX_VALUE);
            return;
        }
        state.shard(slot).insertLate(slot, state.table().address(slot), time, value, histogram, 0);
        minLate = Math.min(minLate, time);
        maxLate = Math.max(maxLate, time);
        samples++;
    }

    private void series(WalRecord.Series series) {
        for (int i = 0; i < series.size(); i++) {
            long reference = series.refs()[i];
            state.index().reserveReferences(reference);
            if (series.counts()[i] > 0) {
                series(series, i, reference);
            }
        }
    }

    private void series(WalRecord.Series series, int i, long reference) {
        HeadIndex index = state.index();
        int slot = index.find(series.body(), series.starts()[i], series.ends()[i]);
        if (!index.wasOrdered()) {
            Labels labels = inOrder(series.labels(i));
            if (labels.isEmpty()) {
                return;
            }
            slot = index.find(labels);
        }
        if (slot < 0) {
            slot = index.create(reference);
        } else {
            renumber(slot, reference);
        }
        slots.put(reference, slot);
        attach(reference, slot);
    }

    /// A series that was removed and created again has two references; the newer one is the one to go on with, so that what is written from now
    /// on comes after what was written under either.
    private void renumber(int slot, long reference) {
        long record = state.table().address(slot);
        long older = SeriesRecord.reference(record);
        if (reference > older) {
            SeriesRecord.setReference(record, reference);
            notes.alias(older, reference);
        } else if (reference < older) {
            notes.alias(reference, older);
        }
    }

    private void attach(long reference, int slot) {
        if (found.isEmpty()) {
            return;
        }
        long record = state.table().address(slot);
        HeadShard shard = state.shard(slot);
        found.forEach(reference, minValid, chunk -> {
            shard.attach(slot, record, chunk);
            minTime = Math.min(minTime, chunk.minTime());
            maxTime = Math.max(maxTime, chunk.maxTime());
        });
    }

    /// The labels as everybody else writes them: in ascending order of their names and none empty.
    private static Labels inOrder(Labels labels) {
        var builder = new LabelsBuilder();
        labels.forEach((name, value) -> {
            if (!name.isEmpty()) {
                builder.set(name, value);
            }
        });
        return builder.build();
    }

    private void samples(WalRecord.Samples columns) {
        int n = columns.size();
        locate(columns.refs(), n);
        for (int i = 0; i < n; i++) {
            int slot = batchSlots[i];
            long time = columns.times()[i];
            if (slot < 0) {
                unknown(columns.refs()[i], time);
                continue;
            }
            long record = state.table().address(slot);
            if (time >= minValid && time > SeriesRecord.lastTime(record)) {
                state.shard(slot).append(slot, record, time, columns.values()[i], bounds);
                note(time);
            }
        }
    }

    /// Counts a sample of a series that no record names, because the process died before that record was written, or because it is damaged. The
    /// reference must not come to mean another series, or the sample would be taken for one of that series by the next replay.
    private void unknown(long reference, long time) {
        unknown += time >= minValid ? 1 : 0;
        if (reference <= SeriesRecord.MAX_REFERENCE) {
            state.index().reserveReferences(reference);
        }
    }

    /// Finds the slots of references, and touches their records so that the processor waits for many of them at once.
    private void locate(long[] references, int n) {
        if (batchSlots.length < n) {
            batchSlots = new int[n];
        }
        long sum = 0;
        for (int i = 0; i < n; i++) {
            int slot = slots.get(references[i]);
            batchSlots[i] = slot;
            sum += slot < 0 ? 0 : Native.getLong(state.table().address(slot));
        }
        touched = sum;
    }

    private void histograms(WalRecord.Histograms columns) {
        for (int i = 0; i < columns.size(); i++) {
            int slot = slots.get(columns.refs()[i]);
            long time = columns.times()[i];
            if (slot < 0) {
                unknown(columns.refs()[i], time);
                continue;
            }
            long record = state.table().address(slot);
            Histogram histogram = columns.histograms()[i];
            if (time >= minValid && time > SeriesRecord.lastTime(record) && HistogramCheck.isValid(histogram)) {
                state.shard(slot).append(slot, record, time, histogram, bounds);
                note(time);
            }
        }
    }

    private void note(long time) {
        samples++;
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
    }

    private void exemplars(WalRecord.Exemplars columns) {
        for (int i = 0; i < columns.size(); i++) {
            int slot = slots.get(columns.refs()[i]);
            if (slot >= 0) {
                notes.exemplar(slot, new Exemplar(columns.labels()[i], columns.times()[i],
                        columns.values()[i]));
            }
        }
    }

    private void metadata(WalRecord.Metadata columns) {
        for (int i = 0; i < columns.size(); i++) {
            int slot = slots.get(columns.refs()[i]);
            if (slot >= 0) {
                String family = columns.families()[i];
                MetricMetadata metadata = columns.metadata()[i];
                notes.metadata(family != null ? family : state.index().labels(slot).metricName(), metadata);
            }
        }
    }

    private void tombstones(WalRecord.Tombstones columns) {
        for (int i = 0; i < columns.size(); i++) {
            state.index().reserveReferences(columns.refs()[i]);
            int slot = slots.get(columns.refs()[i]);
            if (slot < 0 || columns.maxts()[i] < minValid) {
                continue;
            }
            if (columns.mints()[i] == Long.MIN_VALUE && columns.maxts()[i] == Long.MAX_VALUE) {
                // The series itself was dropped; what follows belongs to one of the same labels that came later.
                long record = state.table().address(slot);
                state.shard(slot).truncate(slot, record, Long.MAX_VALUE);
                Native.putLong(record + SeriesRecord.LAST_TIME, SeriesRecord.NO_TIME);
            } else {
                notes.deleted(slot, columns.mints()[i], columns.maxts()[i]);
            }
        }
    }

    /// To be called at the end.
    void finish(HeadClock clock, HeadMetrics metrics) {
        if (minTime <= maxTime) {
            clock.extend(Math.max(minTime, minValid), maxTime);
        }
        if (minLate <= maxLate) {
            clock.extendLate(minLate, maxLate);
        }
        metrics.replayUnknownReferences.add(unknown);
        if (unknown > 0) {
            log.atError().setMessage("The log has samples of series that it does not name; they are lost")
                    .addKeyValue("samples", unknown).log();
        }
    }

    /// Samples taken in.
    long samples() {
        return samples;
    }
}
