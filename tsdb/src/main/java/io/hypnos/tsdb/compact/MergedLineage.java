package io.hypnos.tsdb.compact;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;

/// Where a merged block comes from.
public final class MergedLineage {

    private MergedLineage() {}

    /// The lineage of a block made of the given ones: one level above the highest, all their sources, themselves as parents. It counts as made of
    /// out-of-order samples only when all of them are, as made of stale or selected series when any is.
    public static BlockLineage of(List<BlockMeta> parents) {
        int level = 0;
        var sources = new TreeSet<Ulid>();
        var direct = new ArrayList<BlockLineage.Parent>();
        for (BlockMeta parent : parents) {
            level = Math.max(level, parent.lineage().level());
            sources.addAll(parent.lineage().sources());
            direct.add(new BlockLineage.Parent(parent.ulid(), parent.minTime(), parent.maxTime()));
        }
        return new BlockLineage(level + 1, List.copyOf(sources), direct, false, false, hints(parents));
    }

    /// The lineage of a block that was written anew: an original whose parent is the old one.
    static BlockLineage rewritten(Ulid ulid, BlockMeta old) {
        var parent = new BlockLineage.Parent(old.ulid(), old.minTime(), old.maxTime());
        return new BlockLineage(1, List.of(ulid), List.of(parent), false, false, old.lineage().hints());
    }

    private static List<String> hints(List<BlockMeta> parents) {
        var hints = new TreeSet<String>();
        if (parents.stream().allMatch(parent -> parent.lineage().hasHint(BlockLineage.FROM_OUT_OF_ORDER))) {
            hints.add(BlockLineage.FROM_OUT_OF_ORDER);
        }
        for (String hint : List.of(BlockLineage.FROM_STALE_SERIES, BlockLineage.FROM_SELECTED_SERIES)) {
            if (parents.stream().anyMatch(parent -> parent.lineage().hasHint(hint))) {
                hints.add(hint);
            }
        }
        return List.copyOf(hints);
    }
}
