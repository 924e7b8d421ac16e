package io.hypnos.tsdb.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.tsdb.write.AppendResult;

/// The out-of-order samples of one series: the newest in a sorted array, the others in chunks that were made of it whenever it was full. Exists
/// only while there are such samples. Guarded by the lock of the series' shard.
final class OutOfOrderSeries {

    private static final int FIRST_CAPACITY = 4;

    private final int capacity;
    private int size;
    private long[] times = new long[FIRST_CAPACITY];
    private long[] values = new long[FIRST_CAPACITY];
    private int[] batches = new int[FIRST_CAPACITY];
    /// Null while all samples are floats.
    private @Nullable Histogram @Nullable [] histograms;
    private final List<LateChunk> chunks = new ArrayList<>();
    /// How many of the oldest chunks are being made into blocks.
    private int sealed;

    /// A chunk of out-of-order samples.
    ///
    /// @param chunk         its bytes; null once they are on disk
    /// @param diskReference where they are then
    /// @param batches       by sample, the batch that appended it; null once every reader may see all of them
    record LateChunk(long minTime, long maxTime, ChunkEncoding encoding, int bytes, @Nullable Chunk chunk,
            long diskReference, int @Nullable [] batches) {}

    OutOfOrderSeries(int capacity) {
        this.capacity = capacity;
    }

    /// Inserts a sample unless there is one of this time in the array.
    AppendResult insert(long time, long value, @Nullable Histogram histogram, int batch) {
        int at = Arrays.binarySearch(times, 0, size, time);
        if (at >= 0) {
            return isSame(at, value, histogram) ? AppendResult.ALREADY_PRESENT : AppendResult.DUPLICATE;
        }
        at = -at - 1;
        if (size == capacity) {
            close();
            at = 0;
        }
        if (size == times.length) {
            int larger = Math.min(capacity, size * 2);
            times = Arrays.copyOf(times, larger);
            values = Arrays.copyOf(values, larger);
            batches = Arrays.copyOf(batches, larger);
            if (histograms != null) {
                histograms = Arrays.copyOf(histograms, larger);
            }
        }
        if (histogram != null && histograms == null) {
            histograms = new Histogram[times.length];
        }
        int moved = size - at;
        System.arraycopy(times, at, times, at + 1, moved);
        System.arraycopy(values, at, values, at + 1, moved);
        System.arraycopy(batches, at, batches, at + 1, moved);
        times[at] = time;
        values[at] = value;
        batches[at] = batch;
        if (histograms != null) {
            System.arraycopy(histograms, at, histograms, at + 1, moved);
            histograms[at] = histogram;
        }
        size++;
        return AppendResult.APPENDED;
    }

    private boolean isSame(int at, long value, @Nullable Histogram histogram) {
        Histogram present = histograms == null ? null : histograms[at];
        if (present == null || histogram == null) {
            return present == null && histogram == null && values[at] == value;
        }
        return present.withHint(histogram.hint()).equals(histogram);
    }

    /// Turns the array into chunks.
    private void close() {
        int from = 0;
        for (Chunk chunk : encode(0, size)) {
            int count = chunk.sampleCount();
            chunks.add(new LateChunk(chunk.minTime(), chunk.maxTime(), chunk.encoding(), chunk.length(),
                    chunk, 0,
                    Arrays.copyOfRange(batches, from, from + count)));
            from += count;
        }
        size = 0;
        histograms = null;
    }

    private List<Chunk> encode(int from, int to) {
        var writer = new ChunkWriter(255);
        for (int i = from; i < to; i++) {
            Histogram histogram = histograms == null ? null : histograms[i];
            if (histogram == null) {
                writer.append(times[i], Double.longBitsToDouble(values[i]));
            } else {
                writer.append(times[i], histogram);
            }
        }
        return writer.finish();
    }

    /// Adds everything that overlaps `[min, max]` and that a reader of the snapshot may see; only what is sealed where that is wanted.
    void collect(long min, long max, int snapshot, boolean sealedOnly, List<PendingChunk> into) {
        for (LateChunk late : sealedOnly ? chunks.subList(0, sealed) : chunks) {
            if (late.maxTime < min || late.minTime > max) {
                continue;
            }
            if (late.batches != null && hides(late.batches, late.batches.length, snapshot)) {
                collectVisible(late, snapshot, into);
            } else {
                into.add(late.chunk != null
                        ? PendingChunk.of(late.chunk)
                        : new PendingChunk(late.minTime, late.maxTime, late.encoding, null, late.bytes,
                                late.diskReference));
            }
        }
        if (sealedOnly || size == 0 || times[size - 1] < min || times[0] > max) {
            return;
        }
        if (!hides(batches, size, snapshot)) {
            for (Chunk chunk : encode(0, size)) {
                into.add(PendingChunk.of(chunk));
            }
            return;
        }
        var visible = new ChunkWriter(255);
        for (int i = 0; i < size; i++) {
            if (batches[i] - snapshot <= 0) {
                Histogram histogram = histograms == null ? null : histograms[i];
                if (histogram == null) {
                    visible.append(times[i], Double.longBitsToDouble(values[i]));
                } else {
                    visible.append(times[i], histogram);
                }
            }
        }
        for (Chunk chunk : visible.finish()) {
            into.add(PendingChunk.of(chunk));
        }
    }

    private static void collectVisible(LateChunk late, int snapshot, List<PendingChunk> into) {
        int[] of = late.batches;
        Chunk chunk = late.chunk;
        if (of == null || chunk == null) {
            throw new IllegalStateException("a chunk on disk that is not visible to all");
        }
        var samples = new StoredSamples();
        ChunkDecoder.decode(chunk, samples);
        var visible = new ChunkWriter(255);
        for (int i = 0; i < samples.size(); i++) {
            if (of[i] - snapshot <= 0) {
                visible.append(samples, i, i + 1);
            }
        }
        for (Chunk rest : visible.finish()) {
            into.add(PendingChunk.of(rest));
        }
    }

    private static boolean hides(int[] batches, int count, int snapshot) {
        for (int i = 0; i < count; i++) {
            if (batches[i] - snapshot > 0) {
                return true;
            }
        }
        return false;
    }

    /// The chunks so far; without those of the array. The owner may replace them by others of the same samples.
    List<LateChunk> chunks() {
        return chunks;
    }

    /// Marks all samples so far as those that are to become blocks.
    void seal() {
        close();
        sealed = chunks.size();
    }

    /// Drops what is sealed, because it is in blocks now.
    void dropSealed() {
        chunks.subList(0, sealed).clear();
        sealed = 0;
    }

    boolean isEmpty() {
        return size == 0 && chunks.isEmpty();
    }

    /// The oldest time; only when there is a sample.
    long minTime() {
        long min = size == 0 ? Long.MAX_VALUE : times[0];
        for (LateChunk chunk : chunks) {
            min = Math.min(min, chunk.minTime);
        }
        return min;
    }

    long maxTime() {
        long max = size == 0 ? Long.MIN_VALUE : times[size - 1];
        for (LateChunk chunk : chunks) {
            max = Math.max(max, chunk.maxTime);
        }
        return max;
    }

    /// Number of the oldest head-chunk file that is needed, `Integer.MAX_VALUE` for none.
    int oldestFile() {
        int oldest = Integer.MAX_VALUE;
        for (LateChunk chunk : chunks) {
            if (chunk.chunk == null) {
                oldest = Math.min(oldest, (int) (chunk.diskReference >>> 32));
            }
        }
        return oldest;
    }
}
