package io.hypnos.compact.engine;

import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.compact.downsample.Resolution;
import io.hypnos.compact.plan.DownsamplePlanner;
import io.hypnos.compact.plan.RetentionPolicy;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.service.flags.FlagDuration;
import io.hypnos.tsdb.block.Ulid;

/// Marks the blocks whose retention is over. A block that should have been downsampled and could not be stays until it is: else the coarse data would
/// be lost with the fine.
final class RetentionRun {

    private static final Logger log = LoggerFactory.getLogger(RetentionRun.class);

    private final RetentionPolicy policy;
    private final boolean downsampling;
    private final BucketEditor editor;
    private final Clock clock;

    RetentionRun(RetentionPolicy policy, boolean downsampling, BucketEditor editor, Clock clock) {
        this.policy = policy;
        this.downsampling = downsampling;
        this.editor = editor;
        this.clock = clock;
    }

    void run(BlockCatalog catalog) throws IOException {
        Set<Ulid> waiting = new HashSet<>();
        if (downsampling) {
            DownsamplePlanner.plan(catalog.blocks().values(), catalog.marks().noDownsample().keySet())
                    .forEach(job -> waiting.add(job.block().id()));
        }
        for (BucketBlockMeta block : catalog.blocks().values()) {
            if (!policy.isOver(block, clock.instant()) || catalog.marks().deletion().containsKey(block.id())) {
                continue;
            }
            if (waiting.contains(block.id())) {
                log.atWarn().addKeyValue("block", block.id())
                        .log("keeping a block beyond its retention until it is downsampled");
                continue;
            }
            Resolution resolution = Resolution.of(block.resolution()).orElseThrow();
            editor.markForDeletion(block.id(),
                    "block exceeding retention of " + FlagDuration.format(policy.of(resolution)));
        }
    }
}
