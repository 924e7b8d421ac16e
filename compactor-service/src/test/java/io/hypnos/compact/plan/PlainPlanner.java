package io.hypnos.compact.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.tsdb.block.Ulid;

/// The rules of [CompactionPlanner] as one would first write them down; the oracle of its random tests. Knows no deletions and no failures.
final class PlainPlanner {

    private static final long[] LENGTHS = {2, 8, 48, 336};
    private static final long HOUR = 3_600_000;

    private PlainPlanner() {}

    static List<BucketBlockMeta> plan(List<BucketBlockMeta> group, Set<Ulid> excluded) {
        var all = new ArrayList<>(group);
        all.sort(Comparator.comparingLong(BucketBlockMeta::minTime).thenComparing(BucketBlockMeta::id));
        var active = new ArrayList<>(all);
        active.removeIf(block -> excluded.contains(block.id()));
        for (int i = 1; i < active.size(); i++) {
            if (startsBeforeEndOfAny(active, i)) {
                var run = new ArrayList<>(active.subList(i - 1, i + 1));
                for (int j = i + 1; j < active.size() && startsBeforeEndOfAny(active, j); j++) {
                    run.add(active.get(j));
                }
                return run;
            }
        }
        if (active.isEmpty()) {
            return List.of();
        }
        all.removeLast();
        for (long length : LENGTHS) {
            var done = new ArrayList<Long>();
            for (int i = 0; i < all.size(); i++) {
                long stretch = Math.floorDiv(all.get(i).minTime(), length * HOUR);
                long end = (stretch + 1) * length * HOUR;
                if (done.contains(stretch) || all.get(i).maxTime() > end) {
                    continue;
                }
                int j = i;
                while (j < all.size() && all.get(j).maxTime() <= end) {
                    j++;
                }
                var part = all.subList(i, j);
                long span = part.getLast().maxTime() - part.getFirst().minTime();
                if (span == length * HOUR || part.getLast().maxTime() <= all.getLast().minTime()) {
                    var run = new ArrayList<BucketBlockMeta>();
                    for (BucketBlockMeta block : part) {
                        if (!excluded.contains(block.id())) {
                            run.add(block);
                        } else if (run.size() > 1) {
                            break;
                        } else {
                            run.clear();
                        }
                    }
                    if (run.size() > 1) {
                        return run;
                    }
                }
                i = j - 1;
            }
        }
        return List.of();
    }

    private static boolean startsBeforeEndOfAny(List<BucketBlockMeta> blocks, int i) {
        return blocks.subList(0, i).stream().anyMatch(earlier -> earlier.maxTime() > blocks.get(i).minTime());
    }
}
