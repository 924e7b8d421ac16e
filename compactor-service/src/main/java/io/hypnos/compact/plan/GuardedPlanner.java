package io.hypnos.compact.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hypnos.compact.plan.PlannedCompaction.Exclusion;
import io.hypnos.objstore.block.BlockMark.Reason;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.tsdb.block.Ulid;

/// Plans what can be done: a merge whose index would be larger than an index may be, or that would mix overlapping downsampled blocks, is not
/// planned; blocks that stand in the way are excluded until a possible plan is found.
public final class GuardedPlanner {

    /// How full the largest index may be planned, since merging adds symbols and postings of its own.
    private static final double HEADROOM = 0.85;

    private final CompactionPlanner planner;
    private final long maxIndexBytes;
    private final IndexSizes indexSizes;

    /// Tells the size of a block's index.
    public interface IndexSizes {
        long of(BucketBlockMeta block) throws IOException;
    }

    /// @param maxIndexBytes what the index of a merged block may have
    public GuardedPlanner(CompactionPlanner planner, long maxIndexBytes, IndexSizes indexSizes) {
        this.planner = planner;
        this.maxIndexBytes = maxIndexBytes;
        this.indexSizes = indexSizes;
    }

    /// @param group    blocks of one group
    /// @param excluded those that take no part already
    public PlannedCompaction plan(List<BucketBlockMeta> group, Set<Ulid> excluded) throws IOException {
        var leftOut = new HashSet<>(excluded);
        var exclusions = new ArrayList<Exclusion>();
        while (true) {
            List<BucketBlockMeta> blocks = planner.plan(group, leftOut);
            List<Exclusion> inTheWay = downsampledOverlap(blocks);
            if (inTheWay.isEmpty()) {
                inTheWay = tooLarge(blocks).stream().toList();
            }
            if (inTheWay.isEmpty()) {
                return new PlannedCompaction(blocks, exclusions);
            }
            exclusions.addAll(inTheWay);
            inTheWay.forEach(exclusion -> leftOut.add(exclusion.block().id()));
        }
    }

    private static List<Exclusion> downsampledOverlap(List<BucketBlockMeta> blocks) {
        if (Overlaps.first(blocks).isEmpty()) {
            return List.of();
        }
        return blocks.stream().filter(block -> block.resolution() != 0)
                .map(block -> new Exclusion(block, Reason.DOWNSAMPLE_VERTICAL_COMPACTION,
                        "overlaps another block, and downsampled blocks cannot be merged sample by sample"))
                .toList();
    }

    private Optional<Exclusion> tooLarge(List<BucketBlockMeta> blocks) throws IOException {
        record Sized(BucketBlockMeta block, long bytes) {}
        var seen = new ArrayList<Sized>();
        long total = 0;
        for (BucketBlockMeta block : blocks) {
            long bytes = indexSizes.of(block);
            seen.add(new Sized(block, bytes));
            total += bytes;
            if (total >= maxIndexBytes * HEADROOM) {
                var largest = seen.stream().max(Comparator.comparingLong(Sized::bytes)).orElseThrow();
                return Optional.of(new Exclusion(largest.block(), Reason.INDEX_SIZE_EXCEEDING,
                        "with this block the merged index could be larger than " + maxIndexBytes + " bytes"));
            }
        }
        return Optional.empty();
    }
}
