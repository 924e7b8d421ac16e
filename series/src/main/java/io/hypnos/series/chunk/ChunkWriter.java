package io.hypnos.series.chunk;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.IntegerHistogram;

/// Turns a stream of samples into chunks, as all code does that writes samples anew: compaction, dedup, downsampling. A new chunk begins when
/// the kind of sample changes, when the chunk has as many samples as it may, and where a histogram cannot follow the one before it.
///
/// Only encodings that every reader knows are written. Not safe for use by several threads.
public final class ChunkWriter {

    /// The number of samples per chunk that all writers aim at.
    public static final int SAMPLES_PER_CHUNK = 120;

    private final int limit;
    private final List<Chunk> chunks = new ArrayList<>();
    private Open open = new Nothing();

    public ChunkWriter() {
        this(SAMPLES_PER_CHUNK);
    }

    /// @param samplesPerChunk 1 to [XorAppender#MAX_SAMPLES]
    public ChunkWriter(int samplesPerChunk) {
        if (samplesPerChunk < 1 || samplesPerChunk > XorAppender.MAX_SAMPLES) {
            throw new IllegalArgumentException("a chunk cannot have " + samplesPerChunk + " samples");
        }
        limit = samplesPerChunk;
    }

    /// The chunk that is being written.
    private sealed interface Open {}

    private record Nothing() implements Open {}

    private record Floats(XorAppender appender) implements Open {}

    private record Integers(IntegerHistogramAppender appender) implements Open {}

    private record FloatHistograms(FloatHistogramAppender appender) implements Open {}

    public void append(long t, double value) {
        if (open instanceof Floats(var appender) && appender.count() < limit) {
            appender.append(t, value);
            return;
        }
        close();
        var appender = new XorAppender();
        appender.append(t, value);
        open = new Floats(appender);
    }

    public void append(long t, Histogram histogram) {
        switch (histogram) {
            case IntegerHistogram integers -> append(t, integers);
            case FloatHistogram floats -> append(t, floats);
        }
    }

    private void append(long t, IntegerHistogram histogram) {
        if (open instanceof Integers(var appender) && appender.count() < limit) {
            HistogramAppend result = appender.append(t, histogram);
            if (!result.isAppended()) {
                close();
                open = new Integers(IntegerHistogramAppender.open(t, histogram, result.header()));
            }
        } else {
            close();
            open = new Integers(IntegerHistogramAppender.open(t, histogram));
        }
    }

    private void append(long t, FloatHistogram histogram) {
        if (open instanceof FloatHistograms(var appender) && appender.count() < limit) {
            HistogramAppend result = appender.append(t, histogram);
            if (!result.isAppended()) {
                close();
                open = new FloatHistograms(FloatHistogramAppender.open(t, histogram, result.header()));
            }
        } else {
            close();
            open = new FloatHistograms(FloatHistogramAppender.open(t, histogram));
        }
    }

    /// Appends the samples from index `from` to `to`, exclusive.
    public void append(StoredSamples samples, int from, int to) {
        for (int i = from; i < to; i++) {
            Histogram histogram = samples.histogram(i);
            if (histogram == null) {
                append(samples.time(i), samples.value(i));
            } else {
                append(samples.time(i), histogram);
            }
        }
    }

    private void close() {
        switch (open) {
            case Nothing() -> {
            }
            case Floats(var appender) -> chunks.add(appender.toChunk());
            case Integers(var appender) -> chunks.add(appender.toChunk());
            case FloatHistograms(var appender) -> chunks.add(appender.toChunk());
        }
        open = new Nothing();
    }

    /// Ends the open chunk and returns all chunks in the order of their samples. The writer is empty afterwards.
    public List<Chunk> finish() {
        close();
        List<Chunk> finished = List.copyOf(chunks);
        chunks.clear();
        return finished;
    }
}
