package io.hypnos.tsdb.compact;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockWriter;

/// One of the blocks that a merge writes.
///
/// @param range the times of its samples
record OutputBlock(TimeRange range, BlockWriter writer, ChunkMerge chunks) {

    OutputBlock(TimeRange range, BlockWriter writer, OverlapMerge overlaps) {
        this(range, writer, new ChunkMerge(writer, range, overlaps));
    }
}
