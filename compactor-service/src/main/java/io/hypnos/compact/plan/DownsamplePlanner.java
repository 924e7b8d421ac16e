package io.hypnos.compact.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.hypnos.compact.downsample.Resolution;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.tsdb.block.Ulid;

/// Chooses the blocks to downsample. What counts is how long a block is, not how old: compaction makes blocks long when their time is settled. A
/// block is left alone when all its sources are in blocks of the next resolution already.
public final class DownsamplePlanner {

    /// A raw block this long is downsampled to five minutes.
    public static final Duration FIVE_MINUTES_FROM = Duration.ofHours(40);
    /// A five-minute block this long is downsampled to an hour.
    public static final Duration ONE_HOUR_FROM = Duration.ofDays(10);

    private DownsamplePlanner() {}

    /// One block to downsample.
    public record Job(BucketBlockMeta block, Resolution target) {}

    /// @param blocks   all blocks in use, ascending by ULID
    /// @param excluded those that are not to be downsampled
    public static List<Job> plan(Collection<BucketBlockMeta> blocks, Set<Ulid> excluded) {
        Set<Ulid> inFiveMinutes = sourcesAt(Resolution.FIVE_MINUTES, blocks);
        Set<Ulid> inOneHour = sourcesAt(Resolution.ONE_HOUR, blocks);
        var jobs = new ArrayList<Job>();
        for (BucketBlockMeta block : blocks) {
            if (excluded.contains(block.id())) {
                continue;
            }
            Resolution.of(block.resolution()).ifPresent(resolution -> {
                switch (resolution) {
                    case RAW -> {
                        if (isDue(block, FIVE_MINUTES_FROM, inFiveMinutes)) {
                            jobs.add(new Job(block, Resolution.FIVE_MINUTES));
                        }
                    }
                    case FIVE_MINUTES -> {
                        if (isDue(block, ONE_HOUR_FROM, inOneHour)) {
                            jobs.add(new Job(block, Resolution.ONE_HOUR));
                        }
                    }
                    case ONE_HOUR -> {
                    }
                }
            });
        }
        return jobs;
    }

    private static boolean isDue(BucketBlockMeta block, Duration from, Set<Ulid> done) {
        return block.maxTime() - block.minTime() >= from.toMillis()
                && !done.containsAll(block.block().lineage().sources());
    }

    private static Set<Ulid> sourcesAt(Resolution resolution, Collection<BucketBlockMeta> blocks) {
        var sources = new HashSet<Ulid>();
        for (BucketBlockMeta block : blocks) {
            if (block.resolution() == resolution.millis()) {
                sources.addAll(block.block().lineage().sources());
            }
        }
        return sources;
    }
}
