package io.hypnos.series.merge;

import io.hypnos.series.ChunkSeriesSet;

/// A stream to be merged.
///
/// @param name what a warning calls it
/// @param set  owned by the merge from then on
public record SeriesSource(String name, ChunkSeriesSet set) {}
