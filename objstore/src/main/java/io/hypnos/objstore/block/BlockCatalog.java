package io.hypnos.objstore.block;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import io.hypnos.objstore.block.BlockMark.Kind;
import io.hypnos.tsdb.block.Ulid;

/// What one look at a bucket found. Immutable; all maps ascend by ULID.
///
/// @param blocks  those in use
/// @param hidden  those that a filter left out
/// @param unknown those of which there is a directory and no meta that we have read, and why
/// @param marks   the marks that filters have read, also of hidden blocks
public record BlockCatalog(SortedMap<Ulid, BucketBlockMeta> blocks, SortedMap<Ulid, Hidden> hidden,
        SortedMap<Ulid, MetaState> unknown, Marks marks) {

    public static final BlockCatalog EMPTY = new BlockCatalog(Collections.emptySortedMap(),
            Collections.emptySortedMap(), Collections.emptySortedMap(),
            new Marks(Map.of(), Map.of(), Map.of()));

    /// A block that is there and left out.
    public record Hidden(BucketBlockMeta meta, MetaState why) {}

    /// Marks by block.
    public record Marks(Map<Ulid, BlockMark> deletion, Map<Ulid, BlockMark> noCompact,
            Map<Ulid, BlockMark> noDownsample) {

        public Map<Ulid, BlockMark> of(Kind kind) {
            return switch (kind) {
                case DELETION -> deletion;
                case NO_COMPACT -> noCompact;
                case NO_DOWNSAMPLE -> noDownsample;
            };
        }
    }

    public BlockCatalog {
        blocks = Collections.unmodifiableSortedMap(blocks);
        hidden = Collections.unmodifiableSortedMap(hidden);
        unknown = Collections.unmodifiableSortedMap(unknown);
    }

    /// Whether every meta that is there was read. Where it is not, a block may be missing that is needed to judge the others: whoever changes
    /// the bucket waits for a complete view, whoever only reads goes on.
    public boolean isComplete() {
        return !unknown.containsValue(MetaState.FAILED);
    }

    public Optional<BucketBlockMeta> find(Ulid block) {
        return Optional.ofNullable(blocks.get(block));
    }
}
