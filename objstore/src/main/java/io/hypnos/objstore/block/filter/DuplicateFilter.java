package io.hypnos.objstore.block.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hypnos.objstore.block.BlockGroup;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.CatalogDraft;
import io.hypnos.objstore.block.MetaFilter;
import io.hypnos.objstore.block.MetaState;
import io.hypnos.tsdb.block.Ulid;

/// Leaves out blocks of which another block of the same group has everything: all their sources are among its sources. That is how a merged
/// block replaces those that it was made from, also while they are still there. Of two with the same sources the older stays.
public record DuplicateFilter() implements MetaFilter {

    private static final Comparator<BucketBlockMeta> RICHEST_FIRST = Comparator
            .comparingInt((BucketBlockMeta block) -> sources(block).size()).reversed()
            .thenComparing(BucketBlockMeta::id);

    @Override
    public void apply(CatalogDraft draft) {
        var groups = new HashMap<BlockGroup, List<BucketBlockMeta>>();
        for (BucketBlockMeta block : draft.blocks()) {
            groups.computeIfAbsent(block.group(), _ -> new ArrayList<>()).add(block);
        }
        for (List<BucketBlockMeta> group : groups.values()) {
            group.sort(RICHEST_FIRST);
            hideCovered(group, draft);
        }
    }

    private static void hideCovered(List<BucketBlockMeta> group, CatalogDraft draft) {
        // Whoever covers a block holds its first source, so only those are looked at.
        Map<Ulid, List<Set<Ulid>>> keptBySource = new HashMap<>();
        for (BucketBlockMeta block : group) {
            var sources = new HashSet<>(sources(block));
            if (isCovered(sources, keptBySource)) {
                draft.hide(block.id(), MetaState.DUPLICATE);
            } else {
                sources.forEach(source -> keptBySource.computeIfAbsent(source, _ -> new ArrayList<>()).add(sources));
            }
        }
    }

    private static boolean isCovered(Set<Ulid> sources, Map<Ulid, List<Set<Ulid>>> keptBySource) {
        if (sources.isEmpty()) {
            return false;
        }
        Ulid any = sources.iterator().next();
        return keptBySource.getOrDefault(any, List.of()).stream().anyMatch(kept -> kept.containsAll(sources));
    }

    private static List<Ulid> sources(BucketBlockMeta block) {
        return block.block().lineage().sources();
    }
}
