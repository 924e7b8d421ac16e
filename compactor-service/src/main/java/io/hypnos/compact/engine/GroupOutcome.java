package io.hypnos.compact.engine;

import io.hypnos.objstore.block.BlockGroup;

/// How the compaction of one group ended.
public sealed interface GroupOutcome {

    /// Nothing is left to do for now.
    record Done(int compactions) implements GroupOutcome {}

    /// Going on needs a human. Other groups are not concerned.
    record Halted(BlockGroup group, String reason) implements GroupOutcome {}

    /// Something failed that may succeed later.
    record Failed(BlockGroup group, Exception cause) implements GroupOutcome {}
}
