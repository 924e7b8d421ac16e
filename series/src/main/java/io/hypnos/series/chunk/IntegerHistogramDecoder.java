package io.hypnos.series.chunk;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.HistogramLayout;

/// Walks the samples of an integer histogram chunk. After the header ([HistogramHeader]) and the layout ([HistogramLayoutCodec]):
///
///     sample 0    t varbit · count varbit · zero count varbit · sum (8 bytes) · each bucket's delta, varbit
///     later       of t, count, zero count: change of their distance, varbit · sum as XOR · of each bucket's delta likewise
///
/// A bucket's delta is the difference of its count from the bucket before on its side. No bucket fields follow a sum that is the stale
/// marker, and counts beside it mean nothing. With start times each sample ends with that of [StartTimes].
final class IntegerHistogramDecoder {

    private final BitReader in;
    private final HistogramHeader header;
    private final StartTimes starts;
    private final boolean hasStarts;
    private final HistogramLayout layout;
    private final long[] deltas;
    private final long[] deltaSteps;
    private final XorFields sum = new XorFields(1);
    private int index = -1;
    private long time;
    private long timeStep;
    private long count;
    private long countStep;
    private long zeroCount;
    private long zeroCountStep;
    private long startTime;

    /// @throws InvalidChunkException here and later when the chunk is damaged
    IntegerHistogramDecoder(Chunk chunk) {
        header = HistogramHeader.read(chunk);
        in = new BitReader(chunk.data(), chunk.offset() + HistogramHeader.SIZE, chunk.length() - HistogramHeader.SIZE);
        starts = new StartTimes(header.startTimes());
        hasStarts = chunk.encoding() == ChunkEncoding.HISTOGRAM_ST;
        layout = header.count() == 0 ? HistogramLayout.EMPTY : HistogramLayoutCodec.read(in);
        deltas = new long[layout.bucketCount()];
        deltaSteps = new long[deltas.length];
    }

    boolean next() {
        if (index + 1 >= header.count()) {
            return false;
        }
        index++;
        long previousTime = time;
        if (index == 0) {
            readFirst();
        } else {
            readNext();
        }
        if (hasStarts) {
            startTime = starts.next(in, index, time, previousTime);
        }
        return true;
    }

    private void readFirst() {
        time = in.readVarbitInt();
        count = in.readVarbitUint();
        zeroCount = in.readVarbitUint();
        sum.readFirst(in, 0);
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = in.readVarbitInt();
        }
    }

    private void readNext() {
        timeStep += in.readVarbitInt();
        time += timeStep;
        countStep += in.readVarbitInt();
        count += countStep;
        zeroCountStep += in.readVarbitInt();
        zeroCount += zeroCountStep;
        sum.readNext(in, 0);
        if (isStale()) {
            return;
        }
        for (int i = 0; i < deltas.length; i++) {
            deltaSteps[i] += in.readVarbitInt();
            deltas[i] += deltaSteps[i];
        }
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

    long startTime() {
        return startTime;
    }

    long count() {
        return count;
    }

    long zeroCount() {
        return zeroCount;
    }

    double sum() {
        return sum.value(0);
    }

    boolean isStale() {
        return sum.bits(0) == StaleMarker.BITS;
    }

    /// The current sample's bucket deltas; lent, changed by [#next()].
    long[] deltas() {
        return deltas;
    }

    /// What a writer needs to go on behind the current sample.
    IntegerHistogramState state() {
        return new IntegerHistogramState(in.position(), timeStep, countStep, zeroCountStep, deltaSteps.clone(),
                new XorFields(sum));
    }
}
