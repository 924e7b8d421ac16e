package io.hypnos.tsdb.head;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.FloatHistogramAppender;
import io.hypnos.series.chunk.HistogramAppend;
import io.hypnos.series.chunk.IntegerHistogramAppender;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.IntegerHistogram;

/// The open chunk of a series of native histograms. Its state is as large as the histograms are wide, so it is an object on the heap; see
/// [HeadShard].
final class OpenHistogramChunk {

    /// Bytes that a chunk should have.
    private static final int TARGET = 1024;
    /// Samples that a chunk must have before its size alone ends it.
    private static final int MIN_SAMPLES = 10;

    private final @Nullable IntegerHistogramAppender integers;
    private final @Nullable FloatHistogramAppender floats;
    private final long firstTime;
    private final long rangeEnd;
    private long nextCut;
    private boolean estimated;
    private Histogram last;

    private OpenHistogramChunk(@Nullable IntegerHistogramAppender integers, @Nullable FloatHistogramAppender floats,
            long firstTime, long rangeEnd, Histogram last) {
        this.integers = integers;
        this.floats = floats;
        this.firstTime = firstTime;
        this.rangeEnd = rangeEnd;
        this.nextCut = rangeEnd;
        this.last = last;
    }

    /// Opens a chunk.
    ///
    /// @param previous the chunk before, when it was of histograms
    /// @param refused  what the chunk before said to the histogram, when it was asked
    static OpenHistogramChunk open(@Nullable OpenHistogramChunk previous, @Nullable HistogramAppend refused, long time,
            Histogram first, long rangeEnd) {
        return switch (first) {
            case IntegerHistogram h -> {
                IntegerHistogramAppender before = previous == null ? null : previous.integers;
                yield new OpenHistogramChunk(refused != null
                        ? IntegerHistogramAppender.open(time, h, refused.header())
                        : IntegerHistogramAppender.openAfter(before, time, h), null, time, rangeEnd, h);
            }
            case FloatHistogram h -> {
                FloatHistogramAppender before = previous == null ? null : previous.floats;
                yield new OpenHistogramChunk(null, refused != null
                        ? FloatHistogramAppender.open(time, h, refused.header())
                        : FloatHistogramAppender.openAfter(before, time, h), time, rangeEnd, h);
            }
        };
    }

    /// Whether the chunk can take histograms of this kind.
    boolean takes(Histogram histogram) {
        return switch (histogram) {
            case IntegerHistogram h -> integers != null;
            case FloatHistogram h -> floats != null;
        };
    }

    /// Whether a sample at `time` should open a new chunk.
    boolean endsBefore(long time) {
        int size = size();
        if (!estimated && size >= TARGET / 4) {
            estimated = true;
            nextCut = ChunkCut.predict(firstTime, lastTime(), nextCut, (double) TARGET / size);
        }
        return (time >= nextCut || size >= 2 * TARGET) && (count() >= MIN_SAMPLES || time >= rangeEnd);
    }

    /// Appends where that is possible; the result says what to do else.
    HistogramAppend append(long time, Histogram histogram) {
        HistogramAppend result = switch (histogram) {
            case IntegerHistogram h when integers != null -> integers.append(time, h);
            case FloatHistogram h when floats != null -> floats.append(time, h);
            case IntegerHistogram h -> HistogramAppend.NEW_CHUNK;
            case FloatHistogram h -> HistogramAppend.NEW_CHUNK;
        };
        if (result.isAppended()) {
            last = histogram;
        }
        return result;
    }

    Histogram last() {
        return last;
    }

    long firstTime() {
        return firstTime;
    }

    long lastTime() {
        return integers != null ? integers.lastTime() : floats().lastTime();
    }

    int count() {
        return integers != null ? integers.count() : floats().count();
    }

    int size() {
        return integers != null ? integers.size() : floats().size();
    }

    /// The chunk as it is now.
    Chunk toChunk() {
        return integers != null ? integers.toChunk() : floats().toChunk();
    }

    private FloatHistogramAppender floats() {
        if (floats == null) {
            throw new IllegalStateException("a chunk of neither kind of histograms");
        }
        return floats;
    }
}
