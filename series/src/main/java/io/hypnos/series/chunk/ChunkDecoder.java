package io.hypnos.series.chunk;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.Samples;
import io.hypnos.series.TimeRange;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.LayoutReduction;

/// Decodes chunks of every encoding. The encoding is looked at once per chunk, never per sample.
///
/// All methods append to what is there already, and throw [InvalidChunkException] when the bytes are not what the encoding says; what was
/// appended until then is dropped again.
public final class ChunkDecoder {

    private ChunkDecoder() {}

    /// Appends all samples of the chunk, as columns: integer histograms as floats, and those finer than schema 8 reduced to it. Times are
    /// taken as they are stored: an aggregate's counter has its last time twice.
    public static void decode(Chunk chunk, Samples into) {
        int from = into.size();
        try {
            switch (chunk.encoding()) {
                case XOR -> decodeXor(chunk, into);
                case HISTOGRAM, HISTOGRAM_ST -> decodeIntegers(chunk, into);
                case FLOAT_HISTOGRAM, FLOAT_HISTOGRAM_ST -> decodeFloats(chunk, into);
                case XOR2 -> Xor2Decoder.decode(chunk, into);
                case AGGREGATE -> throw new InvalidChunkException("an aggregate chunk has no samples of its own");
            }
        } catch (InvalidChunkException e) {
            into.truncate(from);
            throw e;
        }
    }

    /// Appends the samples of the chunk except for those at its beginning and end that are outside of `range`.
    public static void decode(Chunk chunk, TimeRange range, Samples into) {
        int from = into.size();
        decode(chunk, into);
        into.trim(from, range);
    }

    /// Appends all samples as storage keeps them: integer histograms stay what they are, apart from the reduction to schema 8.
    public static void decode(Chunk chunk, StoredSamples into) {
        int from = into.size();
        try {
            switch (chunk.encoding()) {
                case XOR -> {
                    int count = XorDecoder.sampleCount(chunk.data(), chunk.offset(), chunk.length());
                    into.ensureRoom(count);
                    into.grow(new XorDecoder().decode(chunk.data(), chunk.offset(), chunk.length(), into.times(),
                            into.values(), from));
                }
                case XOR2 -> {
                    var floats = new Samples();
                    Xor2Decoder.decode(chunk, floats);
                    for (int i = 0; i < floats.size(); i++) {
                        into.add(floats.time(i), floats.value(i));
                    }
                }
                case HISTOGRAM, HISTOGRAM_ST -> {
                    var decoder = new IntegerHistogramDecoder(chunk);
                    var rows = new IntegerHistogramRows(decoder);
                    while (decoder.next()) {
                        into.add(decoder.time(), rows.current());
                    }
                }
                case FLOAT_HISTOGRAM, FLOAT_HISTOGRAM_ST -> {
                    var decoder = new FloatHistogramDecoder(chunk);
                    var rows = new FloatHistogramRows(decoder);
                    while (decoder.next()) {
                        into.add(decoder.time(), rows.current());
                    }
                }
                case AGGREGATE -> throw new InvalidChunkException("an aggregate chunk has no samples of its own");
            }
        } catch (InvalidChunkException e) {
            into.truncate(from);
            throw e;
        }
    }

    private static void decodeXor(Chunk chunk, Samples into) {
        byte[] data = chunk.data();
        int count = XorDecoder.sampleCount(data, chunk.offset(), chunk.length());
        into.ensureRoom(count);
        new XorDecoder().decode(data, chunk.offset(), chunk.length(), into.times(), into.values(), into.size());
        into.grow(count);
    }

    private static void decodeIntegers(Chunk chunk, Samples into) {
        var decoder = new IntegerHistogramDecoder(chunk);
        LayoutReduction reduction = reduction(decoder.layout());
        HistogramLayout layout = reduction == null ? decoder.layout() : reduction.layout();
        int split = decoder.layout().positive().bucketCount();
        HistogramColumn column = into.histograms();
        while (decoder.next()) {
            if (decoder.isStale()) {
                addStale(into, decoder.time(), decoder.sum());
            } else {
                int row = column.add(layout, decoder.header().reset().hint(decoder.index()),
                        IntegerHistogram.toDouble(decoder.count()), IntegerHistogram.toDouble(decoder.zeroCount()),
                        decoder.sum());
                putCounts(decoder.deltas(), split, reduction, column.buckets(), column.bucketOffset(row));
                into.addHistogram(decoder.time(), row);
            }
            into.setStartTime(decoder.startTime());
        }
    }

    private static void putCounts(long[] deltas, int split, @Nullable LayoutReduction reduction, double[] buckets,
            int at) {
        long count = 0;
        for (int i = 0; i < deltas.length; i++) {
            count = i == split ? deltas[i] : count + deltas[i];
            buckets[at + (reduction == null ? i : reduction.target()[i])] += count;
        }
    }

    private static void decodeFloats(Chunk chunk, Samples into) {
        var decoder = new FloatHistogramDecoder(chunk);
        LayoutReduction reduction = reduction(decoder.layout());
        HistogramLayout layout = reduction == null ? decoder.layout() : reduction.layout();
        int size = decoder.layout().bucketCount();
        HistogramColumn column = into.histograms();
        while (decoder.next()) {
            if (decoder.isStale()) {
                addStale(into, decoder.time(), decoder.sum());
            } else {
                int row = column.add(layout, decoder.header().reset().hint(decoder.index()), decoder.count(),
                        decoder.zeroCount(), decoder.sum());
                double[] buckets = column.buckets();
                int at = column.bucketOffset(row);
                for (int i = 0; i < size; i++) {
                    if (reduction == null) {
                        buckets[at + i] = decoder.bucket(i);
                    } else {
                        buckets[at + reduction.target()[i]] += decoder.bucket(i);
                    }
                }
                into.addHistogram(decoder.time(), row);
            }
            into.setStartTime(decoder.startTime());
        }
    }

    private static void addStale(Samples into, long time, double marker) {
        into.addHistogram(time, into.histograms().add(HistogramLayout.EMPTY,
                CounterResetHint.UNKNOWN, 0, 0, marker));
    }

    /// The way from a layout finer than anything that is computed with to the finest; null for all others.
    static @Nullable LayoutReduction reduction(HistogramLayout layout) {
        return layout.schema() > HistogramLayout.MAX_EXPONENTIAL_SCHEMA
                ? layout.reduceTo(HistogramLayout.MAX_EXPONENTIAL_SCHEMA)
                : null;
    }
}
