package io.hypnos.compact.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.tsdb.block.BlockStats;
import io.hypnos.tsdb.block.Ulid;

/// Chooses the blocks of one group that should become one block, as Thanos chooses:
///
/// 1. The first blocks that overlap, whatever their length: they are read twice by every query until they are merged.
/// 2. Otherwise, for each length in turn, the first aligned stretch of time with at least two blocks, provided that it is full or that a newer block
///    shows that nothing more will come for it. The newest block of all is left alone, so that somebody may still look after it.
/// 3. Otherwise a long block that has many deletions, to be written without them.
///
/// Blocks that take no part keep their place: what lies before one and what lies after it in a stretch are not merged over it.
public final class CompactionPlanner {

    /// Deleted intervals per series from which on a block is rewritten.
    private static final double DELETED_INTERVALS_PER_SERIES = 0.05;
    private static final Comparator<BucketBlockMeta> BY_TIME = Comparator.comparingLong(BucketBlockMeta::minTime)
            .thenComparing(BucketBlockMeta::id);

    private final CompactionRanges ranges;

    public CompactionPlanner(CompactionRanges ranges) {
        this.ranges = ranges;
    }

    /// The blocks to merge, in order of time; none when nothing is to be done.
    ///
    /// @param group    blocks of one group
    /// @param excluded those that take no part
    public List<BucketBlockMeta> plan(List<BucketBlockMeta> group, Set<Ulid> excluded) {
        List<BucketBlockMeta> all = group.stream().sorted(BY_TIME).toList();
        List<BucketBlockMeta> candidates = without(excluded, all);
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<BucketBlockMeta> overlapping = firstOverlap(candidates);
        if (!overlapping.isEmpty()) {
            return overlapping;
        }
        List<BucketBlockMeta> settled = all.subList(0, all.size() - 1);
        List<BucketBlockMeta> stretch = firstFullStretch(settled, excluded);
        return stretch.isEmpty() ? firstWithDeletions(without(excluded, settled)) : stretch;
    }

    /// The first run of blocks of which each begins before the ones before it have ended.
    static List<BucketBlockMeta> firstOverlap(List<BucketBlockMeta> byTime) {
        var run = new ArrayList<BucketBlockMeta>();
        long end = byTime.getFirst().maxTime();
        for (int i = 1; i < byTime.size(); i++) {
            BucketBlockMeta block = byTime.get(i);
            if (block.minTime() < end) {
                if (run.isEmpty()) {
                    run.add(byTime.get(i - 1));
                }
                run.add(block);
            } else if (!run.isEmpty()) {
                break;
            }
            end = Math.max(end, block.maxTime());
        }
        return run;
    }

    private List<BucketBlockMeta> firstFullStretch(List<BucketBlockMeta> settled, Set<Ulid> excluded) {
        if (settled.isEmpty()) {
            return List.of();
        }
        long newest = settled.getLast().minTime();
        for (Duration length : ranges.lengths().subList(1, ranges.lengths().size())) {
            for (List<BucketBlockMeta> stretch : stretches(settled, length.toMillis())) {
                boolean failed = stretch.stream().anyMatch(block -> block.block().lineage().failed());
                long begin = stretch.getFirst().minTime();
                long end = stretch.getLast().maxTime();
                boolean complete = end - begin == length.toMillis() || end <= newest;
                if (!failed && complete) {
                    List<BucketBlockMeta> chosen = firstRunWithout(excluded, stretch);
                    if (!chosen.isEmpty()) {
                        return chosen;
                    }
                }
            }
        }
        return List.of();
    }

    /// Blocks by the aligned stretch of `length` milliseconds that they lie in; those that lie in none are left out.
    private static List<List<BucketBlockMeta>> stretches(List<BucketBlockMeta> byTime, long length) {
        var stretches = new ArrayList<List<BucketBlockMeta>>();
        for (int i = 0; i < byTime.size();) {
            long end = Math.floorDiv(byTime.get(i).minTime(), length) * length + length;
            int first = i;
            while (i < byTime.size() && byTime.get(i).maxTime() <= end) {
                i++;
            }
            if (i == first) {
                i++;
            } else {
                stretches.add(byTime.subList(first, i));
            }
        }
        return stretches;
    }

    private static List<BucketBlockMeta> firstRunWithout(Set<Ulid> excluded, List<BucketBlockMeta> stretch) {
        int first = 0;
        for (int i = 0; i <= stretch.size(); i++) {
            if (i == stretch.size() || excluded.contains(stretch.get(i).id())) {
                if (i - first > 1) {
                    return stretch.subList(first, i);
                }
                first = i + 1;
            }
        }
        return List.of();
    }

    private List<BucketBlockMeta> firstWithDeletions(List<BucketBlockMeta> settled) {
        for (BucketBlockMeta block : settled.reversed()) {
            if (block.maxTime() - block.minTime() < ranges.middleMillis()) {
                break;
            }
            BlockStats stats = block.block().stats();
            if ((double) stats.tombstones() / (stats.series() + 1) > DELETED_INTERVALS_PER_SERIES) {
                return List.of(block);
            }
        }
        return List.of();
    }

    private static List<BucketBlockMeta> without(Set<Ulid> excluded, List<BucketBlockMeta> blocks) {
        return blocks.stream().filter(block -> !excluded.contains(block.id())).toList();
    }
}
