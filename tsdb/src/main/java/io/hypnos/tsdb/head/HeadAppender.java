package io.hypnos.tsdb.head;

import java.util.Arrays;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.wal.PreparedRecords;
import io.hypnos.tsdb.write.AppendResult;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.WriteBatch;

/// Stores one batch at a time; has the arrays that takes, which the next batch uses again. For one thread at a time.
///
///     1 fingerprint all keys   2 find their slots   3 create what is new   4 sort by shard   5 append shard by shard   6 write the log
///
/// Steps 1, 2, 4 and the encoding in 6 hold no lock that another batch needs. In step 5 batches pass the shards one behind the other: a batch
/// takes the lock of the next shard before it gives the last one away, so none overtakes another, and its place in the log, taken under the
/// first lock, is its place in every shard. The record of a new series has a place of its own, taken before anybody can find the series.
final class HeadAppender {

    private final HeadState state;
    private final HeadLogs logs;
    private final BatchPlan plan = new BatchPlan();
    private final BatchSorter sorter = new BatchSorter();
    private final LogStage stage = new LogStage();
    private final LogStage lateStage = new LogStage();
    private final PreparedRecords records;
    private final PreparedRecords seriesRecords;
    private final PreparedRecords lateRecords;

    private int newCount;
    private long[] newReferences = new long[16];
    private Labels[] newLabels = new Labels[16];

    private long latest;
    private long minTime;
    private long maxTime;
    private long minLate;
    private long maxLate;
    private boolean late;

    HeadAppender(HeadState state, HeadLogs logs) {
        this.state = state;
        this.logs = logs;
        this.records = logs.wal().newRecords();
        this.seriesRecords = logs.wal().newRecords();
        this.lateRecords = logs.wal().newRecords();
    }

    BatchPlan plan() {
        return plan;
    }

    LogStage stage() {
        return stage;
    }

    /// Steps 1 to 3: afterwards the plan has a slot for every series that is stored.
    ///
    /// @return the place in the log of the records of new series, or -1 when there are none
    long resolve(WriteBatch batch, int[] listed, boolean all, LabelKeyDecoder decoder, WireCache cache,
            BatchResult result) {
        newCount = 0;
        plan.fingerprint(batch, listed, all);
        cache.resolve(plan.low, plan.high, plan.count, plan.slots, plan.references);
        int missing = 0;
        for (int i = 0; i < plan.count; i++) {
            missing += plan.slots[i] < 0 ? 1 : 0;
        }
        return missing == 0 ? -1 : createMissing(batch, missing, decoder, cache, result);
    }

    private long createMissing(WriteBatch batch, int missing, LabelKeyDecoder decoder, WireCache cache,
            BatchResult result) {
        int[] entries = new int[missing];
        Labels[] labels = new Labels[missing];
        int n = 0;
        for (int i = 0; i < plan.count; i++) {
            if (plan.slots[i] < 0) {
                Labels decoded = decoder.decode(batch, plan.series[i]);
                if (decoded == null || decoded.isEmpty()) {
                    refuse(batch, plan.series[i], AppendResult.INVALID_LABELS, result);
                } else {
                    entries[n] = i;
                    labels[n++] = decoded;
                }
            }
        }
        long ticket = -1;
        HeadIndex index = state.index();
        index.writeLock().lock();
        try {
            for (int i = 0; i < n; i++) {
                findOrCreate(batch, entries[i], labels[i], result);
            }
        } finally {
            if (newCount > 0) {
                ticket = logs.wal().reserve();
            }
            index.writeLock().unlock();
        }
        if (newCount > 0) {
            seriesRecords.clear();
            stage.writeSeries(newReferences, newLabels, newCount, seriesRecords);
            logs.wal().submit(ticket, seriesRecords);
            Arrays.fill(newLabels, 0, newCount, null);
        }
        for (int i = 0; i < n; i++) {
            int entry = entries[i];
            if (plan.slots[entry] >= 0) {
                cache.put(plan.low[entry], plan.high[entry], plan.slots[entry], plan.references[entry]);
            }
        }
        return ticket;
    }

    private void findOrCreate(WriteBatch batch, int entry, Labels labels, BatchResult result) {
        HeadIndex index = state.index();
        int slot = index.find(labels);
        if (slot < 0) {
            int series = plan.series[entry];
            if (batch.sampleStart(series) == batch.sampleStart(series + 1)
                    && batch.histogramStart(series) == batch.histogramStart(series + 1)) {
                return;
            }
            if (state.table().count() >= state.options().limits().series()) {
                refuse(batch, series, AppendResult.TOO_MANY_SERIES, result);
                return;
            }
            slot = index.create();
            if (newCount == newReferences.length) {
                newReferences = Arrays.copyOf(newReferences, newCount * 2);
                newLabels = Arrays.copyOf(newLabels, newCount * 2);
            }
            newReferences[newCount] = SeriesRecord.reference(state.table().address(slot));
            newLabels[newCount++] = labels;
        }
        plan.slots[entry] = slot;
        plan.references[entry] = (int) SeriesRecord.reference(state.table().address(slot));
    }

    /// The number of series that [#resolve] has created.
    int created() {
        return newCount;
    }

    private static void refuse(WriteBatch batch, int series, AppendResult why, BatchResult result) {
        for (int i = batch.sampleStart(series); i < batch.sampleStart(series + 1); i++) {
            result.note(series, why, batch.time(i), batch.value(i));
        }
        for (int i = batch.histogramStart(series); i < batch.histogramStart(series + 1); i++) {
            result.noteHistogram(series, why, batch.histogramTime(i));
        }
    }

    /// Steps 4 and 5.
    ///
    /// @param latest the newest time that is accepted
    /// @return the batch's place in the logs
    HeadLogs.Place apply(WriteBatch batch, long latest, HeadClock clock, BatchSequence sequence, ReadLeases leases,
            BatchResult result) {
        HeadShard[] shards = state.shards();
        plan.arrange(shards.length);
        stage.clear();
        lateStage.clear();
        this.latest = latest;
        minTime = Long.MAX_VALUE;
        maxTime = Long.MIN_VALUE;
        minLate = Long.MAX_VALUE;
        maxLate = Long.MIN_VALUE;
        late = false;
        HeadShard held = shards[0];
        held.lock.lock();
        HeadLogs.Place place;
        try {
            AppendBounds bounds = clock.bounds(sequence.next(), leases);
            place = logs.reserve();
            for (int s = 0; s < shards.length; s++) {
                if (s > 0) {
                    shards[s].lock.lock();
                    held.lock.unlock();
                    held = shards[s];
                }
                held.beginBatch(bounds);
                for (int i = plan.shardStarts[s]; i < plan.shardStarts[s + 1]; i++) {
                    appendEntry(batch, plan.order[i], held, bounds, result);
                }
            }
        } finally {
            held.lock.unlock();
        }
        if (minTime <= maxTime) {
            clock.extend(minTime, maxTime);
        }
        if (minLate <= maxLate) {
            clock.extendLate(minLate, maxLate);
        }
        return place;
    }

    private void appendEntry(WriteBatch batch, int entry, HeadShard shard, AppendBounds bounds, BatchResult result) {
        int slot = plan.slots[entry];
        int series = plan.series[entry];
        long record = state.table().address(slot);
        if ((int) SeriesRecord.reference(record) != plan.references[entry]
                || !SeriesRecord.has(record, SeriesRecord.ALIVE)) {
            throw new IllegalStateException("a series was removed while a batch meant it");
        }
        int from = batch.sampleStart(series);
        int to = batch.sampleStart(series + 1);
        boolean plain = plan.sameSlot[entry] == BatchPlan.NONE
                && batch.histogramStart(series) == batch.histogramStart(series + 1);
        if (plain && to - from == 1) {
            appendFloat(batch, series, from, slot, record, shard, bounds, result);
            return;
        }
        if (plain && isAscending(batch, from, to)) {
            for (int i = from; i < to; i++) {
                appendFloat(batch, series, i, slot, record, shard, bounds, result);
            }
            return;
        }
        sorter.collect(batch, plan, entry);
        int kind = 0;
        for (int i = 0; i < sorter.size(); i++) {
            int item = sorter.item(i);
            int next = LogStage.kind(item >= 0 ? null : batch.histogram(~item));
            if (next < kind) {
                stage.split();
                lateStage.split();
            }
            kind = next;
            if (item >= 0) {
                appendFloat(batch, sorter.series(i), item, slot, record, shard, bounds, result);
            } else {
                appendHistogram(batch, sorter.series(i), ~item, slot, record, shard, bounds, result);
            }
        }
    }

    private static boolean isAscending(WriteBatch batch, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (batch.time(i - 1) >= batch.time(i)) {
                return false;
            }
        }
        return true;
    }

    private void appendFloat(WriteBatch batch, int series, int i, int slot, long record, HeadShard shard,
            AppendBounds bounds, BatchResult result) {
        long time = batch.time(i);
        double value = batch.value(i);
        if (time > latest) {
            result.note(series, AppendResult.TOO_FAR_AHEAD, time, value);
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        long last = SeriesRecord.lastTime(record);
        AppendResult outcome = shard.append(slot, record, time, bits, bounds);
        if (outcome == AppendResult.APPENDED) {
            if (SeriesRecord.lastTime(record) == time && last != time) {
                stage.add(SeriesRecord.reference(record), time, bits);
                minTime = Math.min(minTime, time);
                maxTime = Math.max(maxTime, time);
            } else {
                lateStage.add(SeriesRecord.reference(record), time, bits);
                noteLate(time);
            }
            result.noteAppended(series, 1);
        } else {
            late |= outcome == AppendResult.ALREADY_PRESENT;
            result.note(series, outcome, time, value);
        }
    }

    private void appendHistogram(WriteBatch batch, int series, int i, int slot, long record, HeadShard shard,
            AppendBounds bounds, BatchResult result) {
        long time = batch.histogramTime(i);
        Histogram histogram = batch.histogram(i);
        if (time > latest) {
            result.noteHistogram(series, AppendResult.TOO_FAR_AHEAD, time);
            return;
        }
        if (!HistogramCheck.isValid(histogram)) {
            result.noteHistogram(series, AppendResult.INVALID_HISTOGRAM, time);
            return;
        }
        long last = SeriesRecord.lastTime(record);
        AppendResult outcome = shard.append(slot, record, time, histogram, bounds);
        if (outcome == AppendResult.APPENDED) {
            if (SeriesRecord.lastTime(record) == time && last != time) {
                stage.add(SeriesRecord.reference(record), time, histogram);
                minTime = Math.min(minTime, time);
                maxTime = Math.max(maxTime, time);
            } else {
                lateStage.add(SeriesRecord.reference(record), time, histogram);
                noteLate(time);
            }
        } else {
            late |= outcome == AppendResult.ALREADY_PRESENT;
        }
        result.noteHistogram(series, outcome, time);
    }

    private void noteLate(long time) {
        late = true;
        minLate = Math.min(minLate, time);
        maxLate = Math.max(maxLate, time);
    }

    /// Samples appended, among them histograms and late ones; valid until the next batch.
    int appendedFloats() {
        return stage.sampleCount() - stage.histogramCount() + lateStage.sampleCount() - lateStage.histogramCount();
    }

    int appendedHistograms() {
        return stage.histogramCount() + lateStage.histogramCount();
    }

    int appendedLate() {
        return lateStage.sampleCount();
    }

    /// Step 6: false when the logs cannot be written now.
    boolean log(HeadLogs.Place place) {
        records.clear();
        stage.writeTo(records);
        lateRecords.clear();
        lateStage.writeTo(lateRecords);
        return logs.commit(place, records, lateRecords, late);
    }
}
