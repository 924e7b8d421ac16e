package io.hypnos.objstore.block.filter;

import java.util.Set;

import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.objstore.block.MetaState;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.Relabeling;

/// Keeps the blocks of whose external labels, with the block's name as [#BLOCK_ID], relabelling leaves something.
///
/// @param relabeling keep, drop and hashmod are of use here
/// @param ignored    labels that the rules do not see, so that replicas of one stream fall into one shard
public record LabelShardFilter(Relabeling relabeling, Set<String> ignored) implements MetaFilter {

    public static final String BLOCK_ID = "__block_id";

    public LabelShardFilter {
        ignored = Set.copyOf(ignored);
    }

    @Override
    public void apply(CatalogDraft draft) {
        for (BucketBlockMeta block : draft.blocks()) {
            Labels labels = relabeling.apply(block.labels().without(ignored).with(BLOCK_ID, block.id().toString()));
            if (labels == null || labels.isEmpty()) {
                draft.hide(block.id(), MetaState.LABEL_EXCLUDED);
            }
        }
    }
}
