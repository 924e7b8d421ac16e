package io.hypnos.compact.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.hypnos.compact.downsample.Resolution;
import io.hypnos.compact.plan.CompactionPlanner;
import io.hypnos.compact.plan.DownsamplePlanner;
import io.hypnos.compact.plan.RetentionPolicy;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockGroup;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.compact.MergedLineage;

/// Plays a pass through with metas alone, to see how much work it would be.
final class ProgressEstimate {

    private final CompactionPlanner planner;
    private final RetentionPolicy retention;
    private final boolean downsampling;
    private long imagined;

    ProgressEstimate(CompactionPlanner planner, RetentionPolicy retention, boolean downsampling) {
        this.planner = planner;
        this.retention = retention;
        this.downsampling = downsampling;
    }

    Progress of(BlockCatalog catalog, Instant now) {
        int deletions = (int) catalog.blocks().values().stream().filter(block -> retention.isOver(block, now))
                .filter(block -> !catalog.marks().deletion().containsKey(block.id())).count();
        Set<Ulid> excluded = catalog.marks().noCompact().keySet();
        int compactions = 0;
        int compacted = 0;
        var blocks = new ArrayList<BucketBlockMeta>();
        for (List<BucketBlockMeta> group : groups(catalog.blocks().values()).values()) {
            var members = new ArrayList<>(group);
            for (List<BucketBlockMeta> plan = planner.plan(members, excluded); !plan.isEmpty(); plan = planner
                    .plan(members, excluded)) {
                compactions++;
                compacted += plan.size();
                members.removeAll(plan);
                members.add(merged(plan));
            }
            blocks.addAll(members);
        }
        return new Progress(compactions, compacted, downsamplings(blocks, catalog.marks().noDownsample().keySet()),
                deletions);
    }

    static Map<BlockGroup, List<BucketBlockMeta>> groups(Collection<BucketBlockMeta> blocks) {
        return blocks.stream()
                .collect(Collectors.groupingBy(BucketBlockMeta::group, HashMap::new, Collectors.toList()));
    }

    private int downsamplings(List<BucketBlockMeta> blocks, Set<Ulid> excluded) {
        if (!downsampling) {
            return 0;
        }
        List<DownsamplePlanner.Job> first = DownsamplePlanner.plan(blocks, excluded);
        var after = new ArrayList<>(blocks);
        first.forEach(job -> after.add(downsampled(job.block(), job.target())));
        long second = DownsamplePlanner.plan(after, excluded).size();
        return first.size() + (int) second;
    }

    private BucketBlockMeta merged(List<BucketBlockMeta> plan) {
        List<BlockMeta> metas = plan.stream().map(BucketBlockMeta::block).toList();
        BlockMeta first = metas.getFirst();
        long end = metas.stream().mapToLong(BlockMeta::maxTime).max().orElseThrow();
        var meta = new BlockMeta(imaginedId(), first.minTime(), end, first.stats().withTombstones(0),
                MergedLineage.of(metas), plan.getFirst().thanos());
        return BucketBlockMeta.of(meta);
    }

    private BucketBlockMeta downsampled(BucketBlockMeta block, Resolution target) {
        BlockMeta meta = block.block();
        return BucketBlockMeta.of(new BlockMeta(imaginedId(), meta.minTime(), meta.maxTime(), meta.stats(),
                meta.lineage(), block.thanos().withResolution(target.millis())));
    }

    private Ulid imaginedId() {
        return new Ulid(Long.MAX_VALUE, imagined++);
    }
}
