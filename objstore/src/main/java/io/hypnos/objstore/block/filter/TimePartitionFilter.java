package io.hypnos.objstore.block.filter;

import java.util.function.LongSupplier;

import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.objstore.block.MetaState;

/// Keeps the blocks that touch a stretch of time. Its ends are asked for at every look, because they may be relative to now.
///
/// @param minTime epoch milliseconds; blocks that end before are left out
/// @param maxTime epoch milliseconds; blocks that begin after are left out
public record TimePartitionFilter(LongSupplier minTime, LongSupplier maxTime) implements MetaFilter {

    @Override
    public void apply(CatalogDraft draft) {
        long min = minTime.getAsLong();
        long max = maxTime.getAsLong();
        for (BucketBlockMeta block : draft.blocks()) {
            if (block.maxTime() < min || block.minTime() > max) {
                draft.hide(block.id(), MetaState.TIME_EXCLUDED);
            }
        }
    }
}
