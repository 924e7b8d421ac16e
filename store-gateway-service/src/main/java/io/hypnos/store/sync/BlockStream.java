package io.hypnos.store.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.store.block.BucketBlock;

/// The blocks of one set of external labels, at all resolutions. Immutable.
final class BlockStream {

    private final Labels labels;
    /// Blocks by time, one list for each of [BucketBlock#RESOLUTIONS].
    private final List<List<BucketBlock>> levels;

    BlockStream(Labels labels, List<BucketBlock> blocks) {
        this.labels = labels;
        var byTime = Comparator.comparingLong((BucketBlock block) -> block.meta().minTime())
                .thenComparingLong(block -> block.meta().maxTime());
        var sorted = new ArrayList<List<BucketBlock>>();
        for (long resolution : BucketBlock.RESOLUTIONS) {
            sorted.add(blocks.stream().filter(block -> block.meta().resolution() == resolution).sorted(byTime)
                    .toList());
        }
        this.levels = List.copyOf(sorted);
    }

    Labels labels() {
        return labels;
    }

    /// The blocks that cover a range with the coarsest data allowed. Where there is none of it, finer data stands in; so a range may get both, and
    /// the oldest data, of which only coarse blocks are left, is found as soon as it is allowed.
    Set<BucketBlock> covering(TimeRange range, long maxResolution) {
        var chosen = new LinkedHashSet<BucketBlock>();
        int level = 0;
        while (BucketBlock.RESOLUTIONS.get(level) > Math.max(0, maxResolution)) {
            level++;
        }
        cover(range.min(), range.max(), level, chosen);
        return chosen;
    }

    private void cover(long min, long max, int level, Set<BucketBlock> chosen) {
        if (min > max || level == levels.size()) {
            return;
        }
        long start = min;
        for (BucketBlock block : levels.get(level)) {
            if (block.meta().maxTime() <= min) {
                continue;
            }
            if (block.meta().minTime() > max) {
                break;
            }
            cover(start, block.meta().minTime() - 1, level + 1, chosen);
            chosen.add(block);
            start = Math.max(start, block.meta().maxTime());
        }
        cover(start, max, level + 1, chosen);
    }

    /// All blocks that touch a range, of every resolution.
    List<BucketBlock> overlapping(TimeRange range) {
        return levels.stream().flatMap(List::stream).filter(block -> block.range().overlaps(range)).toList();
    }

    /// The times over which there is data, one after the other. Neighbours that touch are one.
    List<TimeRange> times() {
        List<BucketBlock> all = levels.stream().flatMap(List::stream)
                .sorted(Comparator.comparingLong(block -> block.meta().minTime())).toList();
        var times = new ArrayList<TimeRange>();
        for (BucketBlock block : all) {
            TimeRange last = times.isEmpty() ? null : times.getLast();
            if (last != null && block.meta().minTime() <= last.max()) {
                times.set(times.size() - 1,
                        TimeRange.closed(last.min(), Math.max(last.max(), block.meta().maxTime())));
            } else {
                times.add(TimeRange.closed(block.meta().minTime(), block.meta().maxTime()));
            }
        }
        return times;
    }
}
