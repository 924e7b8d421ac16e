package io.hypnos.service.storeapi;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.SelectHints;
import io.hypnos.series.chunk.Aggregate;

/// What a querier asks of a store.
///
/// @param selection       which series
/// @param chunks          what of them
/// @param hints           what the query does with them
/// @param shard           the part of the series wanted; null for all
/// @param partialResponse what to do when a part of the store fails
/// @param limit           number of series after which the rest is not needed; 0 for all
public record SeriesRequest(Selection selection, ChunkRequest chunks, SelectHints hints, @Nullable Shard shard,
        PartialResponse partialResponse, int limit) {

    /// What of a series is wanted.
    ///
    /// @param skip                only labels, no chunks
    /// @param maxResolutionMillis coarsest downsampled data that will do; 0 for raw data only
    /// @param aggregates          which aggregates of downsampled data; raw data is sent whole
    public record ChunkRequest(boolean skip, long maxResolutionMillis, Set<Aggregate> aggregates) {

        /// Raw samples, as they are.
        public static final ChunkRequest RAW = new ChunkRequest(false, 0, Set.of());

        public static final ChunkRequest LABELS_ONLY = new ChunkRequest(true, Long.MAX_VALUE, Set.of());

        public ChunkRequest {
            aggregates = Set.copyOf(aggregates);
        }
    }
}
