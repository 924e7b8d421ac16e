package io.hypnos.objstore.block.filter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.objstore.block.MetaState;

/// Leaves out blocks that came a short while ago, for stores whose parts do not become visible together. What compactors made is taken at once,
/// because they delete what it was made from.
public record ConsistencyDelayFilter(Duration delay, Clock clock) implements MetaFilter {

    private static final Set<String> TAKEN_AT_ONCE = Set.of("compactor", "compactor.repair", "bucket.repair");

    @Override
    public void apply(CatalogDraft draft) {
        Instant now = clock.instant();
        for (BucketBlockMeta block : draft.blocks()) {
            boolean fresh = Duration.between(block.uploadTime(), now).compareTo(delay) < 0;
            if (fresh && !TAKEN_AT_ONCE.contains(block.thanos().source())) {
                draft.hide(block.id(), MetaState.TOO_FRESH);
            }
        }
    }
}
