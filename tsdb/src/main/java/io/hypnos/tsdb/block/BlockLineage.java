package io.hypnos.tsdb.block;

import java.util.List;

import io.hypnos.series.TimeRange;

/// Where a block came from: the `compaction` section of its meta.
///
/// @param level     1 for a block cut from a head, one more than its highest parent after a merge
/// @param sources   all level-1 blocks that went into it, ascending; its own ULID for a level-1 block
/// @param parents   what it was made from directly; these are obsolete once this block is there
/// @param deletable nothing is left of it, so it may go
/// @param failed    compacting it failed; planners leave its time range alone
/// @param hints     what is special about its contents, ascending
public record BlockLineage(int level, List<Ulid> sources, List<Parent> parents, boolean deletable, boolean failed,
        List<String> hints) {

    /// Made from out-of-order samples; overlaps other blocks by nature.
    public static final String FROM_OUT_OF_ORDER = "from-out-of-order";
    /// Made from series that had become stale, over all their time.
    public static final String FROM_STALE_SERIES = "from-stale-series";
    /// Made from series that somebody chose.
    public static final String FROM_SELECTED_SERIES = "from-selected-series";

    /// A direct ancestor.
    ///
    /// @param minTime epoch milliseconds of its first sample, or earlier
    /// @param maxTime epoch milliseconds after its last sample
    public record Parent(Ulid ulid, long minTime, long maxTime) {

        public TimeRange range() {
            return TimeRange.halfOpen(minTime, maxTime);
        }
    }

    public BlockLineage {
        sources = List.copyOf(sources);
        parents = List.copyOf(parents);
        hints = List.copyOf(hints);
    }

    /// That of a block which descends from no other.
    public static BlockLineage original(Ulid ulid) {
        return new BlockLineage(1, List.of(ulid), List.of(), false, false, List.of());
    }

    public boolean hasHint(String hint) {
        return hints.contains(hint);
    }

    public BlockLineage withHints(List<String> newHints) {
        return new BlockLineage(level, sources, parents, deletable, failed, newHints);
    }

    public BlockLineage withoutParents() {
        return new BlockLineage(level, sources, List.of(), deletable, failed, hints);
    }

    public BlockLineage asFailed() {
        return new BlockLineage(level, sources, parents, deletable, true, hints);
    }

    public BlockLineage asDeletable() {
        return new BlockLineage(level, sources, parents, true, failed, hints);
    }
}
