package io.hypnos.tsdb.head;

import io.hypnos.series.chunk.ChunkEncoding;

/// A chunk that was found in the head-chunk files when the head was opened.
///
/// @param diskReference file number in the upper half, offset in the lower
record FoundChunk(long minTime, long maxTime, ChunkEncoding encoding, int bytes, long diskReference) {}
