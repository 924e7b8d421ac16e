package io.hypnos.tsdb.block;

import org.jspecify.annotations.Nullable;

/// What a writer cannot know of the block that it writes.
///
/// @param minTime epoch milliseconds at which the block begins: no sample is earlier
/// @param maxTime epoch milliseconds at which it ends: every sample is earlier
/// @param thanos  section of Thanos for a block that is to lie in a bucket; its index statistics are filled in. Null for none.
public record BlockDraft(long minTime, long maxTime, BlockLineage lineage, @Nullable ThanosMeta thanos) {

    /// A block that descends from no other and knows no bucket.
    public static BlockDraft original(Ulid ulid, long minTime, long maxTime) {
        return new BlockDraft(minTime, maxTime, BlockLineage.original(ulid), null);
    }
}
