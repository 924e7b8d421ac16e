package io.hypnos.tsdb.head;

import java.util.Arrays;
import java.util.function.Consumer;

import io.hypnos.series.chunk.ChunkEncoding;

/// All chunks that were found in the head-chunk files, until the log says whose they are. Columns, because there may be millions.
final class FoundChunks implements HeadChunkFiles.Visitor {

    private int size;
    private long[] series = new long[16];
    private long[] minTimes = new long[16];
    private long[] maxTimes = new long[16];
    private int[] sizes = new int[16];
    private byte[] encodings = new byte[16];
    private long[] diskReferences = new long[16];
    /// Chunk numbers by series and time; null until the first question.
    private int[] order = new int[0];

    @Override
    public void chunk(long seriesReference, long minTime, long maxTime, int encoding, boolean outOfOrder, int bytes,
            long diskReference) {
        // What is out of order comes back from its own log. Kinds that are only read by others are in the log, too.
        boolean readable = encoding == ChunkEncoding.XOR.id() || encoding == ChunkEncoding.HISTOGRAM.id()
                || encoding == ChunkEncoding.FLOAT_HISTOGRAM.id();
        if (outOfOrder || !readable || maxTime < minTime || maxTime - minTime > 0xFFFF_FFFFL) {
            return;
        }
        if (size == series.length) {
            int capacity = size + (size >> 1);
            series = Arrays.copyOf(series, capacity);
            minTimes = Arrays.copyOf(minTimes, capacity);
            maxTimes = Arrays.copyOf(maxTimes, capacity);
            sizes = Arrays.copyOf(sizes, capacity);
            encodings = Arrays.copyOf(encodings, capacity);
            diskReferences = Arrays.copyOf(diskReferences, capacity);
        }
        series[size] = seriesReference;
        minTimes[size] = minTime;
        maxTimes[size] = maxTime;
        sizes[size] = bytes;
        encodings[size] = (byte) encoding;
        diskReferences[size++] = diskReference;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// The highest reference of all, 0 when there is none.
    long highestReference() {
        long highest = 0;
        for (int i = 0; i < size; i++) {
            highest = Math.max(highest, series[i]);
        }
        return highest;
    }

    /// To be called when all chunks are there.
    void complete() {
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        MergeSort.sort(order, (a, b) -> Long.compare(series[a], series[b]));
    }

    /// The chunks of one series that end at `from` or later, in the order in which they were written.
    void forEach(long seriesReference, long from, Consumer<FoundChunk> consumer) {
        int low = 0;
        int high = order.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (series[order[middle]] < seriesReference) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < order.length && series[order[i]] == seriesReference; i++) {
            int chunk = order[i];
            if (maxTimes[chunk] >= from) {
                consumer.accept(new FoundChunk(minTimes[chunk], maxTimes[chunk], ChunkEncoding.of(encodings[chunk]),
                        sizes[chunk], diskReferences[chunk]));
            }
        }
    }
}
