package io.hypnos.tsdb.head;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.HistogramAppend;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.tsdb.write.AppendResult;

/// A part of the head's series behind one lock: their open and closed chunks, and the rules by which a sample gets in.
///
/// Float series have all their state in [SeriesRecord]s and slabs. Open chunks of native histograms and out-of-order samples are objects of
/// the heap; few series have them. Every method is called under [#lock].
final class HeadShard {

    private static final long GIVE_WAY_NANOS = 50_000;
    private static final int GIVE_WAY_PAUSES = 20;

    final ReentrantLock lock = new ReentrantLock();
    private final HeadOptions options;
    private final HeadIndex index;
    private final SlabAllocator slabs;
    private final BlockChain chain;
    private final OpenFloatChunk floats;
    private final ChunkList chunks;
    private final OlderBatches older = new OlderBatches();
    private final IntObjectMap<OpenHistogramChunk> histograms = new IntObjectMap<>();
    private final IntObjectMap<OutOfOrderSeries> late = new IntObjectMap<>();
    /// Slots with closed chunks in memory.
    private final IntQueue closed = new IntQueue();
    /// Slots with chunks of late samples in memory.
    private final IntQueue lateClosed = new IntQueue();
    private final LastSamples lastSamples;

    /// Reads what memory does not have any more.
    @FunctionalInterface
    interface LastSamples {
        /// The last sample of a chunk on disk: a [Histogram], or the bits of a float as [Long].
        Object read(long diskReference, ChunkEncoding encoding);
    }

    HeadShard(HeadOptions options, HeadIndex index, MemoryAccount account, LastSamples lastSamples) {
        this.options = options;
        this.index = index;
        this.slabs = new SlabAllocator(account);
        this.chain = new BlockChain(slabs);
        this.floats = new OpenFloatChunk(chain);
        this.chunks = new ChunkList(chain);
        this.lastSamples = lastSamples;
    }

    /// To be called before the first sample of a batch.
    void beginBatch(AppendBounds bounds) {
        if (!bounds.hasReaders()) {
            older.clear();
        }
    }

    /// Appends a float, in order or late, if the rules allow it.
    AppendResult append(int slot, long record, long time, long value, AppendBounds bounds) {
        long last = SeriesRecord.lastTime(record);
        if (time > last && time >= bounds.minValid()) {
            noteBatch(slot, record, bounds);
            if (value == StaleMarker.BITS && SeriesRecord.has(record, SeriesRecord.HISTOGRAM)) {
                appendHistogram(slot, record, time, SeriesRecord.has(record, SeriesRecord.FLOAT_HISTOGRAM)
                        ? FloatHistogram.STALE
                        : IntegerHistogram.STALE);
            } else {
                appendFloat(slot, record, time, value);
            }
            return AppendResult.APPENDED;
        }
        if (time == last && time >= bounds.minValid()) {
            return isLast(slot, record, value) ? AppendResult.ALREADY_PRESENT : AppendResult.DUPLICATE;
        }
        return late(slot, record, time, value, null, bounds);
    }

    /// Appends a histogram, in order or late, if the rules allow it.
    AppendResult append(int slot, long record, long time, Histogram histogram, AppendBounds bounds) {
        long last = SeriesRecord.lastTime(record);
        if (time > last && time >= bounds.minValid()) {
            noteBatch(slot, record, bounds);
            appendHistogram(slot, record, time, histogram);
            return AppendResult.APPENDED;
        }
        if (time == last && time >= bounds.minValid()) {
            return isLast(slot, record, histogram) ? AppendResult.ALREADY_PRESENT : AppendResult.DUPLICATE;
        }
        return late(slot, record, time, 0, histogram, bounds);
    }

    private void noteBatch(int slot, long record, AppendBounds bounds) {
        int last = Native.getInt(record + SeriesRecord.LAST_BATCH);
        int count = Native.getShort(record + SeriesRecord.LAST_BATCH_SAMPLES);
        if (last != bounds.batch()) {
            if (bounds.hasReaders() && last - bounds.oldestSnapshot() > 0) {
                older.add(slot, last, count);
            }
            Native.putInt(record + SeriesRecord.LAST_BATCH, bounds.batch());
            count = 0;
        } else if (count == 0xFFFF) {
            older.add(slot, last, count);
            count = 0;
        }
        Native.putShort(record + SeriesRecord.LAST_BATCH_SAMPLES, count + 1);
    }

    private void appendFloat(int slot, long record, long time, long value) {
        int flags = SeriesRecord.flags(record);
        int samples = SeriesRecord.samples(record);
        if (samples > 0 && ((flags & SeriesRecord.HISTOGRAM) != 0 || endsBefore(record, samples, time))) {
            close(slot, record);
            samples = 0;
        }
        if (samples == 0) {
            floats.open(record, time, value);
            Native.putLong(record + SeriesRecord.NEXT_CUT, ChunkCut.rangeEnd(time, options.blockRange()));
        } else {
            floats.append(record, time, value);
        }
        int next = SeriesRecord.flags(record) & SeriesRecord.LASTING;
        next |= value == StaleMarker.BITS ? SeriesRecord.STALE : 0;
        if (next != flags) {
            SeriesRecord.setFlags(record, next);
        }
    }

    private boolean endsBefore(long record, int samples, long time) {
        if (SeriesRecord.openBytes(record) > ChunkCut.MAX_FLOAT_BYTES) {
            return true;
        }
        long nextCut = Native.getLong(record + SeriesRecord.NEXT_CUT);
        if (samples == options.samplesPerChunk() / 4) {
            nextCut = ChunkCut.predict(floats.firstTime(record), SeriesRecord.lastTime(record), nextCut, 4);
            Native.putLong(record + SeriesRecord.NEXT_CUT, nextCut);
        }
        return time >= nextCut || samples >= 2 * options.samplesPerChunk();
    }

    private void appendHistogram(int slot, long record, long time, Histogram histogram) {
        OpenHistogramChunk open = histograms.get(slot);
        HistogramAppend result = null;
        if (open != null && open.takes(histogram) && !open.endsBefore(time)) {
            result = open.append(time, histogram);
        }
        if (result == null || !result.isAppended()) {
            close(slot, record);
            open = OpenHistogramChunk.open(open, result, time, histogram,
                    ChunkCut.rangeEnd(time, options.blockRange()));
            histograms.put(slot, open);
        }
        Native.putLong(record + SeriesRecord.LAST_TIME, time);
        Native.putShort(record + SeriesRecord.SAMPLES, open == null ? 0 : open.count());
        SeriesRecord.setFlags(record, SeriesRecord.flags(record) & SeriesRecord.LASTING | SeriesRecord.HISTOGRAM
                | (histogram.isStale() ? SeriesRecord.STALE : 0)
                | (histogram instanceof FloatHistogram ? SeriesRecord.FLOAT_HISTOGRAM : 0));
    }

    /// Moves the open chunk, if there is one, to the list of closed ones.
    private void close(int slot, long record) {
        if (SeriesRecord.samples(record) == 0) {
            return;
        }
        long labels = index.labelsAddress(slot);
        OpenHistogramChunk open = histograms.get(slot);
        if (open != null) {
            Chunk chunk = open.toChunk();
            chunks.addInMemory(labels, open.firstTime(), open.lastTime(), chunk.length(), chunk.encoding().id(),
                    chain.write(chunk.data(), chunk.offset(), chunk.length()));
            histograms.remove(slot);
        } else {
            long firstTime = floats.firstTime(record);
            int bytes = SeriesRecord.openBytes(record);
            chunks.addInMemory(labels, firstTime, SeriesRecord.lastTime(record), bytes, ChunkEncoding.XOR.id(),
                    floats.seal(record));
        }
        Native.putShort(record + SeriesRecord.SAMPLES, 0);
        enqueue(slot, record);
    }

    /// Sees to it that the closed chunks of a series are moved to disk.
    private void enqueue(int slot, long record) {
        if (!SeriesRecord.has(record, SeriesRecord.QUEUED)) {
            SeriesRecord.setFlags(record, SeriesRecord.flags(record) | SeriesRecord.QUEUED);
            closed.add(slot);
        }
    }

    private boolean isLast(int slot, long record, long value) {
        if (SeriesRecord.has(record, SeriesRecord.VALUE_UNKNOWN)) {
            return Long.valueOf(value).equals(lastOnDisk(slot));
        }
        if (SeriesRecord.has(record, SeriesRecord.HISTOGRAM)) {
            // A float stale marker was stored as a histogram one.
            return value == StaleMarker.BITS && SeriesRecord.has(record, SeriesRecord.STALE);
        }
        return Native.getLong(record + SeriesRecord.LAST_VALUE) == value;
    }

    private boolean isLast(int slot, long record, Histogram histogram) {
        OpenHistogramChunk open = histograms.get(slot);
        Object last = SeriesRecord.has(record, SeriesRecord.VALUE_UNKNOWN)
                ? lastOnDisk(slot)
                : open == null ? null : open.last();
        return last instanceof Histogram other && other.withHint(histogram.hint()).equals(histogram);
    }

    private @Nullable Object lastOnDisk(int slot) {
        long labels = index.labelsAddress(slot);
        int count = chunks.load(labels);
        long entry = count == 0 ? 0 : chunks.entry(count - 1);
        return entry == 0 || !ChunkList.isOnDisk(entry)
                ? null
                : lastSamples.read(ChunkList.diskReference(entry), ChunkEncoding.of(ChunkList.encoding(entry)));
    }

    private AppendResult late(int slot, long record, long time, long value, @Nullable Histogram histogram,
            AppendBounds bounds) {
        if (!bounds.takesLate()) {
            return time < bounds.minValid() ? AppendResult.OUT_OF_BOUNDS : AppendResult.OUT_OF_ORDER;
        }
        if (time < bounds.lateFrom()) {
            return AppendResult.TOO_OLD;
        }
        return insertLate(slot, record, time, value, histogram, bounds.batch());
    }

    /// Inserts a late sample without holding it against any bounds.
    AppendResult insertLate(int slot, long record, long time, long value, @Nullable Histogram histogram, int batch) {
        OutOfOrderSeries series = late.get(slot);
        if (series == null) {
            series = new OutOfOrderSeries(options.outOfOrder().capacity());
            late.put(slot, series);
            SeriesRecord.setFlags(record,
                    SeriesRecord.flags(record) & ~SeriesRecord.FRESH | SeriesRecord.OUT_OF_ORDER);
        }
        int chunksBefore = series.chunks().size();
        AppendResult result = series.insert(time, value, histogram, batch);
        if (series.chunks().size() > chunksBefore) {
            lateClosed.add(slot);
        }
        return result;
    }

    boolean hasLateWithChunks() {
        return !lateClosed.isEmpty();
    }

    /// Up to `limit` series that have chunks of late samples in memory; they may be gone by now, or come twice.
    int[] takeLateWithChunks(int limit) {
        return lateClosed.take(limit);
    }

    /// Puts series back whose chunks of late samples could not be moved.
    void requeueLate(int[] slots) {
        for (int slot : slots) {
            lateClosed.add(slot);
        }
    }

    @Nullable
    OutOfOrderSeries late(int slot) {
        return late.get(slot);
    }

    IntObjectMap<OutOfOrderSeries> late() {
        return late;
    }

    /// Adds the in-order chunks of a series that overlap `[min, max]`, with copies of their bytes where that is wanted and they are in memory.
    void collect(int slot, long record, long min, long max, boolean withBytes, List<PendingChunk> into) {
        long labels = index.labelsAddress(slot);
        int count = chunks.load(labels);
        for (int i = 0; i < count; i++) {
            long entry = chunks.entry(i);
            if (ChunkList.maxTime(entry) >= min && ChunkList.minTime(entry) <= max) {
                boolean copied = withBytes && !ChunkList.isOnDisk(entry);
                into.add(new PendingChunk(ChunkList.minTime(entry), ChunkList.maxTime(entry),
                        ChunkEncoding.of(ChunkList.encoding(entry)), copied ? copy(entry) : null,
                        ChunkList.bytes(entry), ChunkList.diskReference(entry)));
            }
        }
        if (SeriesRecord.samples(record) > 0 && SeriesRecord.lastTime(record) >= min) {
            collectOpen(slot, record, max, into);
        }
    }

    private void collectOpen(int slot, long record, long max, List<PendingChunk> into) {
        OpenHistogramChunk open = histograms.get(slot);
        if (open != null) {
            if (open.firstTime() <= max) {
                into.add(PendingChunk.of(open.toChunk()));
            }
            return;
        }
        long first = floats.firstTime(record);
        if (first <= max) {
            int size = SeriesRecord.openBytes(record);
            byte[] bytes = new byte[size + PendingChunk.SLACK];
            floats.copy(record, bytes);
            into.add(new PendingChunk(first, SeriesRecord.lastTime(record), ChunkEncoding.XOR, bytes, size, 0));
        }
    }

    private byte[] copy(long entry) {
        int size = ChunkList.bytes(entry);
        byte[] bytes = new byte[size + PendingChunk.SLACK];
        chain.copy(ChunkList.block(entry), size, bytes);
        return bytes;
    }

    /// How many of the newest in-order samples of a series a reader of the snapshot may not see.
    int hiddenSamples(int slot, long record, int snapshot) {
        int hidden = older.samplesAfter(slot, snapshot);
        if (Native.getInt(record + SeriesRecord.LAST_BATCH) - snapshot > 0) {
            hidden += Native.getShort(record + SeriesRecord.LAST_BATCH_SAMPLES);
        }
        return hidden;
    }

    /// Attaches a chunk that was found on disk when the head was opened. The series must have no newer samples yet.
    void attach(int slot, long record, FoundChunk chunk) {
        if (chunk.minTime() <= SeriesRecord.lastTime(record)) {
            return;
        }
        chunks.addOnDisk(index.labelsAddress(slot), chunk.minTime(), chunk.maxTime(), chunk.bytes(),
                chunk.encoding().id(), chunk.diskReference());
        Native.putLong(record + SeriesRecord.LAST_TIME, chunk.maxTime());
        boolean histogram = chunk.encoding().isHistogram();
        SeriesRecord.setFlags(record, SeriesRecord.flags(record) & SeriesRecord.LASTING | SeriesRecord.VALUE_UNKNOWN
                | (histogram ? SeriesRecord.HISTOGRAM : 0)
                | (chunk.encoding() == ChunkEncoding.FLOAT_HISTOGRAM ? SeriesRecord.FLOAT_HISTOGRAM : 0));
    }

    /// Gives the lock away at the end of a stretch of background work, and lets those who wait for it have it before the caller can come back:
    /// who is woken is slower than who only goes on, and would otherwise wait for the end of all stretches.
    void giveWay() {
        lock.unlock();
        for (int pause = 0; pause < GIVE_WAY_PAUSES && lock.hasQueuedThreads(); pause++) {
            LockSupport.parkNanos(GIVE_WAY_NANOS);
        }
    }

    /// Up to `limit` series that had closed chunks in memory; they may be gone by now, or come twice. See [#claim(long)].
    int[] takeClosed(int limit) {
        return closed.take(limit);
    }

    /// Whether a series that was taken has closed chunks to be moved; true once for each time that it was put into the queue.
    boolean claim(long record) {
        int flags = SeriesRecord.flags(record);
        SeriesRecord.setFlags(record, flags & ~SeriesRecord.QUEUED);
        return (flags & SeriesRecord.QUEUED) != 0;
    }

    /// Copies the closed chunks of a series that are in memory, oldest first.
    void copyClosed(int slot, List<PendingChunk> into) {
        long labels = index.labelsAddress(slot);
        int count = chunks.load(labels);
        for (int i = count - ChunkList.inMemory(labels); i < count; i++) {
            long entry = chunks.entry(i);
            into.add(new PendingChunk(ChunkList.minTime(entry), ChunkList.maxTime(entry),
                    ChunkEncoding.of(ChunkList.encoding(entry)), copy(entry), ChunkList.bytes(entry), 0));
        }
    }

    /// Notes where the oldest of the closed chunks in memory are on disk, and frees their memory.
    void movedToDisk(int slot, long[] references, int from, int to) {
        long labels = index.labelsAddress(slot);
        chunks.load(labels);
        for (int i = from; i < to; i++) {
            chunks.moved(labels, ChunkList.count(labels) - ChunkList.inMemory(labels), references[i]);
        }
        requeue(slot);
    }

    /// Puts a series back that has chunks in memory left.
    void requeue(int slot) {
        if (ChunkList.inMemory(index.labelsAddress(slot)) > 0) {
            enqueue(slot, index.recordAddress(slot));
        }
    }

    /// What truncating a series left.
    ///
    /// @param minTime oldest in-order time, `Long.MAX_VALUE` for none
    /// @param file    number of the oldest head-chunk file that is needed, `Integer.MAX_VALUE` for none
    /// @param unused  nothing of the series is left, and nothing was for a while
    record Rest(long minTime, int file, boolean unused) {}

    /// Drops the in-order chunks that end before `time`.
    Rest truncate(int slot, long record, long time) {
        long labels = index.labelsAddress(slot);
        int dropped = 0;
        int count = chunks.load(labels);
        while (dropped < count && ChunkList.maxTime(chunks.entry(dropped)) < time) {
            dropped++;
        }
        chunks.dropFirst(labels, dropped);
        count -= dropped;
        long minTime = Long.MAX_VALUE;
        int file = Integer.MAX_VALUE;
        if (count > 0) {
            long first = chunks.entry(0);
            minTime = ChunkList.minTime(first);
            file = ChunkList.isOnDisk(first) ? (int) (ChunkList.diskReference(first) >>> 32) : file;
        }
        if (SeriesRecord.samples(record) > 0) {
            if (SeriesRecord.lastTime(record) < time) {
                dropOpen(slot, record);
            } else if (count == 0) {
                OpenHistogramChunk open = histograms.get(slot);
                minTime = open != null ? open.firstTime() : floats.firstTime(record);
            }
        }
        if (SeriesRecord.has(record, SeriesRecord.OUT_OF_ORDER)) {
            OutOfOrderSeries series = late.get(slot);
            file = Math.min(file, series == null ? file : series.oldestFile());
        }
        boolean unused = minTime == Long.MAX_VALUE
                && !SeriesRecord.has(record, SeriesRecord.OUT_OF_ORDER | SeriesRecord.FRESH);
        SeriesRecord.setFlags(record, SeriesRecord.flags(record) & ~SeriesRecord.FRESH);
        return new Rest(minTime, file, unused);
    }

    private void dropOpen(int slot, long record) {
        if (histograms.get(slot) != null) {
            histograms.remove(slot);
        } else {
            chain.free(Native.getInt(record + SeriesRecord.OPEN_CHUNK));
            Native.putInt(record + SeriesRecord.OPEN_CHUNK, 0);
        }
        Native.putShort(record + SeriesRecord.SAMPLES, 0);
    }

    /// Whether a series has nothing at all.
    boolean isUnused(int slot, long record) {
        return SeriesRecord.samples(record) == 0 && ChunkList.count(index.labelsAddress(slot)) == 0
                && !SeriesRecord.has(record, SeriesRecord.OUT_OF_ORDER | SeriesRecord.FRESH);
    }

    /// Marks all late samples as those that are to become blocks.
    void sealLate() {
        late.forEach((series, slot) -> series.seal());
    }

    /// Drops the late samples that were sealed, because they are in blocks now, and returns the range of those that are left.
    TimeRange dropSealed() {
        var emptied = new IntQueue();
        long[] left = {Long.MAX_VALUE, Long.MIN_VALUE};
        late.forEach((series, slot) -> {
            series.dropSealed();
            if (series.isEmpty()) {
                emptied.add(slot);
            } else {
                left[0] = Math.min(left[0], series.minTime());
                left[1] = Math.max(left[1], series.maxTime());
            }
        });
        for (int slot : emptied.take(Integer.MAX_VALUE)) {
            late.remove(slot);
            long record = index.recordAddress(slot);
            SeriesRecord.setFlags(record, SeriesRecord.flags(record) & ~SeriesRecord.OUT_OF_ORDER);
        }
        return TimeRange.closed(left[0], left[1]);
    }

    int chunkCount(int slot, long record) {
        return ChunkList.count(index.labelsAddress(slot)) + (SeriesRecord.samples(record) > 0 ? 1 : 0);
    }

    void close() {
        slabs.close();
    }
}
