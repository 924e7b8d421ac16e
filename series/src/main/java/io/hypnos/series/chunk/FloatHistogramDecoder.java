package io.hypnos.series.chunk;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.HistogramLayout;

/// Walks the samples of a float histogram chunk. After the header ([HistogramHeader]) and the layout ([HistogramLayoutCodec]):
///
///     sample 0    t varbit · count, zero count, sum, each bucket (8 bytes each)
///     later       change of the distance in time, varbit · the same fields, each as XOR ([XorFields])
///
/// No bucket fields follow a sum that is the stale marker. With start times each sample ends with that of [StartTimes].
final class FloatHistogramDecoder {

    static final int COUNT = 0;
    static final int ZERO_COUNT = 1;
    static final int SUM = 2;
    static final int BUCKETS = 3;

    private final BitReader in;
    private final HistogramHeader header;
    private final StartTimes starts;
    private final boolean hasStarts;
    private final HistogramLayout layout;
    private final XorFields fields;
    private int index = -1;
    private long time;
    private long timeStep;
    private long startTime;

    /// @throws InvalidChunkException here and later when the chunk is damaged
    FloatHistogramDecoder(Chunk chunk) {
        header = HistogramHeader.read(chunk);
        in = new BitReader(chunk.data(), chunk.offset() + HistogramHeader.SIZE, chunk.length() - HistogramHeader.SIZE);
        starts = new StartTimes(header.startTimes());
        hasStarts = chunk.encoding() == ChunkEncoding.FLOAT_HISTOGRAM_ST;
        layout = header.count() == 0 ? HistogramLayout.EMPTY : HistogramLayoutCodec.read(in);
        fields = new XorFields(BUCKETS + layout.bucketCount());
    }

    boolean next() {
        if (index + 1 >= header.count()) {
            return false;
        }
        index++;
        long previousTime = time;
        int size = BUCKETS + layout.bucketCount();
        if (index == 0) {
            time = in.readVarbitInt();
            for (int i = 0; i < size; i++) {
                fields.readFirst(in, i);
            }
        } else {
            timeStep += in.readVarbitInt();
            time += timeStep;
            fields.readNext(in, COUNT);
            fields.readNext(in, ZERO_COUNT);
            fields.readNext(in, SUM);
            for (int i = BUCKETS; i < size && !isStale(); i++) {
                fields.readNext(in, i);
            }
        }
        if (hasStarts) {
            startTime = starts.next(in, index, time, previousTime);
        }
        return true;
    }

    HistogramHeader header() {
        return header;
    }

    HistogramLayout layout() {
        return layout;
    }

    int index() {
        return index;
    }

    long time() {
        return time;
    }

    long timeStep() {
        return timeStep;
    }

    long startTime() {
        return startTime;
    }

    double count() {
        return fields.value(COUNT);
    }

    double zeroCount() {
        return fields.value(ZERO_COUNT);
    }

    double sum() {
        return fields.value(SUM);
    }

    boolean isStale() {
        return fields.bits(SUM) == StaleMarker.BITS;
    }

    double bucket(int i) {
        return fields.value(BUCKETS + i);
    }

    /// The current state of all fields; lent, changed by [#next()].
    XorFields fields() {
        return fields;
    }

    /// Bits from the beginning of the array to here.
    long position() {
        return in.position();
    }
}
