package io.hypnos.tsdb.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;

/// Decides which blocks of a local database are merged next, as Prometheus does.
///
/// Blocks that overlap come first, because every query pays for them. Otherwise the oldest aligned window that is full, or that nothing more will come
/// into, is merged to one block: first windows of the second range, then of the third and so on. The newest block is left alone: a
/// backup taken while it is merged would have to take it again. Where nothing is to be merged, a block of which much is deleted is
/// rewritten.
///
/// Blocks made of stale and of selected series lie across all others in time; they are planned apart and never mixed with the rest.
public final class LeveledPlanner {

    private static final double MAX_TOMBSTONES_PER_SERIES = 0.05;

    private final long[] ranges;
    private final boolean mergeOverlaps;

    /// @param ranges        lengths of blocks in milliseconds, ascending, each a multiple of the one before: the first is that of blocks cut from the head
    /// @param mergeOverlaps false where somebody else merges blocks that overlap
    public LeveledPlanner(List<Long> ranges, boolean mergeOverlaps) {
        this.ranges = ranges.stream().mapToLong(Long::longValue).toArray();
        this.mergeOverlaps = mergeOverlaps;
    }

    /// Ranges as Prometheus has them: each three times the one before, up to a longest one.
    public static List<Long> ranges(long minMillis, long maxMillis) {
        var ranges = new ArrayList<Long>();
        for (long range = minMillis; ranges.isEmpty() || range <= maxMillis && ranges.size() < 10; range *= 3) {
            ranges.add(range);
        }
        return List.copyOf(ranges);
    }

    /// The blocks to make one of, in the order of their times; none when there is nothing to do.
    public List<BlockMeta> plan(List<BlockMeta> blocks) {
        for (Predicate<BlockMeta> kind : List.<Predicate<BlockMeta>>of(
                block -> !isStale(block) && !isSelected(block), LeveledPlanner::isStale,
                block -> isSelected(block) && !isStale(block))) {
            var plan = planOneKind(blocks.stream().filter(kind)
                    .sorted(Comparator.comparingLong(BlockMeta::minTime).thenComparing(BlockMeta::ulid)).toList());
            if (!plan.isEmpty()) {
                return plan;
            }
        }
        return List.of();
    }

    private static boolean isStale(BlockMeta block) {
        return block.lineage().hasHint(BlockLineage.FROM_STALE_SERIES);
    }

    private static boolean isSelected(BlockMeta block) {
        return block.lineage().hasHint(BlockLineage.FROM_SELECTED_SERIES);
    }

    private List<BlockMeta> planOneKind(List<BlockMeta> sorted) {
        if (sorted.isEmpty()) {
            return List.of();
        }
        var overlapping = mergeOverlaps ? firstOverlap(sorted) : List.<BlockMeta>of();
        if (!overlapping.isEmpty()) {
            return overlapping;
        }
        var settled = sorted.subList(0, sorted.size() - 1);
        var window = fullWindow(settled);
        return window.isEmpty() ? manyTombstones(settled) : window;
    }

    private static List<BlockMeta> firstOverlap(List<BlockMeta> sorted) {
        var run = new ArrayList<BlockMeta>();
        long end = Long.MIN_VALUE;
        for (BlockMeta block : sorted) {
            if (!run.isEmpty() && block.minTime() >= end) {
                if (run.size() > 1) {
                    return run;
                }
                run.clear();
            }
            run.add(block);
            end = run.size() == 1 ? block.maxTime() : Math.max(end, block.maxTime());
        }
        return run.size() > 1 ? run : List.of();
    }

    private List<BlockMeta> fullWindow(List<BlockMeta> settled) {
        if (settled.isEmpty()) {
            return List.of();
        }
        long newest = settled.getLast().minTime();
        for (int r = 1; r < ranges.length; r++) {
            for (List<BlockMeta> group : windows(settled, ranges[r])) {
                long min = group.getFirst().minTime();
                long max = group.getLast().maxTime();
                boolean complete = max - min == ranges[r] || max <= newest;
                if (group.size() > 1 && complete && group.stream().noneMatch(block -> block.lineage().failed())) {
                    return group;
                }
            }
        }
        return List.of();
    }

    /// Blocks that lie wholly in one aligned window, for each window that has any.
    private static List<List<BlockMeta>> windows(List<BlockMeta> sorted, long range) {
        var windows = new ArrayList<List<BlockMeta>>();
        long current = 0;
        boolean open = false;
        for (BlockMeta block : sorted) {
            long start = Math.floorDiv(block.minTime(), range) * range;
            if (block.maxTime() > start + range) {
                open = false;
                continue;
            }
            if (!open || start != current) {
                windows.add(new ArrayList<>());
                current = start;
                open = true;
            }
            windows.getLast().add(block);
        }
        return windows;
    }

    private List<BlockMeta> manyTombstones(List<BlockMeta> settled) {
        for (BlockMeta block : settled.reversed()) {
            long tombstones = block.stats().tombstones();
            long series = block.stats().series();
            if (block.maxTime() - block.minTime() < ranges[ranges.length / 2]) {
                // A short block is merged soon enough, unless hardly anything of it is left.
                return series > 0 && tombstones >= series ? List.of(block) : List.of();
            }
            if ((double) tombstones / (series + 1) > MAX_TOMBSTONES_PER_SERIES) {
                return List.of(block);
            }
        }
        return List.of();
    }
}
