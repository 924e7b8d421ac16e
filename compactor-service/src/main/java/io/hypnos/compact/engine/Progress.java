package io.hypnos.compact.engine;

/// What a compactor has before it.
///
/// @param compactions      merges, as they would follow one another
/// @param compactionBlocks blocks that go into them
/// @param downsampleBlocks blocks to be downsampled, also those that the merges make
/// @param deletionBlocks   blocks whose retention is over
public record Progress(int compactions, int compactionBlocks, int downsampleBlocks, int deletionBlocks) {}
