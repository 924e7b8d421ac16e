package io.hypnos.compact.plan;

import java.util.Comparator;
import java.util.List;

import io.hypnos.objstore.block.BucketBlockMeta;

/// Blocks of one group that have times in common.
public final class Overlaps {

    private Overlaps() {}

    /// The first blocks that overlap, in order of time; none when all are apart.
    public static List<BucketBlockMeta> first(List<BucketBlockMeta> group) {
        List<BucketBlockMeta> byTime = group.stream()
                .sorted(Comparator.comparingLong(BucketBlockMeta::minTime).thenComparing(BucketBlockMeta::id)).toList();
        return byTime.isEmpty() ? List.of() : CompactionPlanner.firstOverlap(byTime);
    }
}
