package io.hypnos.series.chunk;

/// A chunk of a series: plain samples, or the aggregates of a downsampled stretch.
public sealed interface SeriesChunk permits Chunk, AggregateChunk {

    /// Epoch milliseconds of the first sample, or earlier.
    long minTime();

    /// Epoch milliseconds of the last sample, or later.
    long maxTime();
}
