package io.hypnos.tsdb.compact;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockWriter;
import io.hypnos.tsdb.block.Ulid;

/// One of the blocks that a merge writes.
///
/// @param range  the times of its samples
/// @param chunks writes to `writer`
record OutputBlock(Ulid ulid, TimeRange range, BlockWriter writer, ChunkMerge chunks) {}
