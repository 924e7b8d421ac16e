package io.hypnos.compact.plan;

import java.util.List;

import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BucketBlockMeta;

/// What should happen next in a group.
///
/// @param blocks     to merge; none when nothing is to be done
/// @param exclusions blocks that must take no part from now on, to be marked before anything else
public record PlannedCompaction(List<BucketBlockMeta> blocks, List<Exclusion> exclusions) {

    /// A block that compaction must leave alone, and why.
    public record Exclusion(BucketBlockMeta block, Reason reason, String details) {}

    public PlannedCompaction {
        blocks = List.copyOf(blocks);
        exclusions = List.copyOf(exclusions);
    }
}
