package io.hypnos.tsdb.block;

/// How much is in a block. Blocks written by others may say 0 where they do not know.
///
/// @param samples          floats and histograms together
/// @param floatSamples     0 in blocks of older writers
/// @param histogramSamples 0 in blocks of older writers
/// @param tombstones       deleted intervals, not deleted samples
public record BlockStats(long samples, long floatSamples, long histogramSamples, long series, long chunks,
        long tombstones) {

    public static final BlockStats NONE = new BlockStats(0, 0, 0, 0, 0, 0);

    public BlockStats withTombstones(long count) {
        return new BlockStats(samples, floatSamples, histogramSamples, series, chunks, count);
    }
}
