package io.hypnos.objstore.block;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.hypnos.objstore.block.BlockCatalog.Hidden;
import io.hypnos.objstore.block.BlockCatalog.Marks;
import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.tsdb.block.Ulid;

/// A [BlockCatalog] while filters work on it, one after the other; within one filter several threads may.
public final class CatalogDraft {

    private final Map<Ulid, Set<String>> files;
    private final TreeMap<Ulid, BucketBlockMeta> blocks;
    private final TreeMap<Ulid, MetaState> unknown;
    private final TreeMap<Ulid, Hidden> hidden = new TreeMap<>();
    private final Map<Kind, Map<Ulid, BlockMark>> marks = new EnumMap<>(Kind.class);
    private int replicaLabelsRemoved;

    CatalogDraft(Map<Ulid, Set<String>> files, Map<Ulid, BucketBlockMeta> blocks, Map<Ulid, MetaState> unknown) {
        this.files = files;
        this.blocks = new TreeMap<>(blocks);
        this.unknown = new TreeMap<>(unknown);
        for (Kind kind : Kind.values()) {
            marks.put(kind, new ConcurrentHashMap<>());
        }
    }

    /// The blocks that no filter has hidden, as they are now; ascending.
    public synchronized List<BucketBlockMeta> blocks() {
        return List.copyOf(blocks.values());
    }

    /// The blocks of which a mark of this kind was seen in the listing, with or without a meta.
    public Set<Ulid> marked(Kind kind) {
        return files.entrySet().stream().filter(entry -> entry.getValue().contains(kind.fileName()))
                .map(Map.Entry::getKey).collect(Collectors.toUnmodifiableSet());
    }

    /// Leaves a block out; nothing happens when it is left out already.
    public synchronized void hide(Ulid block, MetaState why) {
        BucketBlockMeta meta = blocks.remove(block);
        if (meta != null) {
            hidden.put(block, new Hidden(meta, why));
        }
    }

    /// Puts other labels in the place of a block's own, for all who use the catalog.
    ///
    /// @param labelsRemoved how many labels it lost by that
    public synchronized void relabel(BucketBlockMeta changed, int labelsRemoved) {
        blocks.put(changed.id(), changed);
        replicaLabelsRemoved += labelsRemoved;
    }

    void add(BlockMark mark) {
        markMap(mark.kind()).put(mark.block(), mark);
    }

    Map<Ulid, BlockMark> markMap(Kind kind) {
        return marks.getOrDefault(kind, Map.of());
    }

    BlockCatalog finish() {
        return new BlockCatalog(blocks, hidden, unknown, new Marks(Map.copyOf(markMap(Kind.DELETION)),
                Map.copyOf(markMap(Kind.NO_COMPACT)), Map.copyOf(markMap(Kind.NO_DOWNSAMPLE))));
    }

    int replicaLabelsRemoved() {
        return replicaLabelsRemoved;
    }

    Map<MetaState, Integer> states() {
        var states = new EnumMap<MetaState, Integer>(MetaState.class);
        states.put(MetaState.LOADED, blocks.size());
        hidden.values().forEach(block -> states.merge(block.why(), 1, Integer::sum));
        unknown.values().forEach(state -> states.merge(state, 1, Integer::sum));
        states.put(MetaState.MARKED_FOR_NO_COMPACT, inUse(Kind.NO_COMPACT));
        states.put(MetaState.MARKED_FOR_NO_DOWNSAMPLE, inUse(Kind.NO_DOWNSAMPLE));
        return states;
    }

    private int inUse(Kind kind) {
        return (int) markMap(kind).keySet().stream().filter(blocks::containsKey).count();
    }
}
