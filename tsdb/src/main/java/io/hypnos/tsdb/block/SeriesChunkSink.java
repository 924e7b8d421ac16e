package io.hypnos.tsdb.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.AggregateChunkCodec;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.InvalidChunkException;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.index.ChunkMetas;

/// Where the chunks of a new block go, series by series: into segment files, with their times and places kept for the index, and counted.
final class SeriesChunkSink implements Closeable {

    private final ChunkSegmentWriter segments;
    private final ChunkMetas metas = new ChunkMetas();
    private long samples;
    private long floatSamples;
    private long histogramSamples;
    private long series;
    private long chunks;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private long maxChunkSize;

    SeriesChunkSink(Path chunksDirectory, long segmentSize) throws IOException {
        this.segments = new ChunkSegmentWriter(chunksDirectory, segmentSize);
    }

    void add(SeriesChunk chunk) throws IOException {
        switch (chunk) {
            case Chunk plain -> add(plain.minTime(), plain.maxTime(), plain.encoding(), plain.data(), plain.offset(),
                    plain.length());
            case AggregateChunk aggregates -> {
                byte[] data = AggregateChunkCodec.write(aggregates);
                add(aggregates.minTime(), aggregates.maxTime(), ChunkEncoding.AGGREGATE, data, 0, data.length);
            }
        }
    }

    void add(long min, long max, ChunkEncoding encoding, byte[] data, int offset, int length) throws IOException {
        requireOrder(min, max);
        count(encoding, data, offset, length);
        metas.add(min, max, segments.append(encoding.id(), data, offset, length));
    }

    /// Adds a whole record of another segment, whose checksum was found right.
    void addRecord(long min, long max, byte[] bytes, int offset, int size) throws IOException {
        requireOrder(min, max);
        int encodingAt = ChunkRecord.encodingAt(bytes, offset);
        count(ChunkEncoding.of(bytes[encodingAt] & 0xFF), bytes, encodingAt + 1, offset + size - 4 - encodingAt - 1);
        metas.add(min, max, segments.appendRecord(bytes, offset, size));
    }

    /// The chunks of the series so far.
    ChunkMetas metas() {
        return metas;
    }

    /// Ends the series.
    void endSeries() {
        int size = metas.size();
        if (size == 0) {
            return;
        }
        series++;
        minTime = Math.min(minTime, metas.minTime(0));
        maxTime = Math.max(maxTime, metas.maxTime(size - 1));
        // The size of a chunk is known by where the next one begins; as Thanos does, the last of a series is left out of it.
        for (int i = 0; i < size - 2; i++) {
            if (ChunkSegmentFormat.segment(metas.ref(i)) == ChunkSegmentFormat.segment(metas.ref(i + 1))) {
                maxChunkSize = Math.max(maxChunkSize, metas.ref(i + 1) - metas.ref(i));
            }
        }
        metas.clear();
    }

    /// Forces everything to the device.
    void finish() throws IOException {
        segments.finish();
    }

    BlockStats stats() {
        return new BlockStats(samples, floatSamples, histogramSamples, series, chunks, 0);
    }

    /// Epoch milliseconds of the first sample.
    long minTime() {
        return minTime;
    }

    /// Epoch milliseconds of the last sample.
    long maxTime() {
        return maxTime;
    }

    /// The largest distance between the beginnings of two neighbouring chunks of a series.
    long maxChunkSize() {
        return maxChunkSize;
    }

    private void requireOrder(long min, long max) {
        int size = metas.size();
        if (max < min || size > 0 && min <= metas.maxTime(size - 1)) {
            throw new IllegalArgumentException("chunk [" + min + ", " + max + "] "
                    + (size == 0 ? "ends before it begins" : "does not come after one to " + metas.maxTime(size - 1)));
        }
    }

    private void count(ChunkEncoding encoding, byte[] data, int offset, int length) {
        chunks++;
        switch (encoding) {
            case XOR, XOR2 -> {
                int count = sampleCount(data, offset, length);
                samples += count;
                floatSamples += count;
            }
            case HISTOGRAM, FLOAT_HISTOGRAM -> {
                int count = sampleCount(data, offset, length);
                samples += count;
                histogramSamples += count;
            }
            case HISTOGRAM_ST, FLOAT_HISTOGRAM_ST -> {
                int count = sampleCount(data, offset, length) & 0x3FFF;
                samples += count;
                histogramSamples += count;
            }
            case AGGREGATE -> samples += aggregateCount(data, offset, length);
        }
    }

    private static int sampleCount(byte[] data, int offset, int length) {
        if (length < 2) {
            throw new InvalidChunkException("chunk of " + length + " bytes has no sample count");
        }
        return (data[offset] & 0xFF) << 8 | data[offset + 1] & 0xFF;
    }

    /// Samples of an aggregate chunk are the windows it has, which is what the chunk of counts has samples.
    private static int aggregateCount(byte[] data, int offset, int length) {
        Chunk counts = AggregateChunkCodec.parse(0, 0, data, offset, length).part(Aggregate.COUNT);
        return counts == null ? 0 : counts.sampleCount();
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
