package io.hypnos.store.select;

import io.hypnos.series.QueryContext;
import io.hypnos.store.fetch.ByteBudget;
import io.hypnos.store.fetch.FetchLimits;
import io.hypnos.store.fetch.FetchTally;

/// What each request may cost, and all together may hold.
///
/// @param chunkBytes chunks that all requests together may hold
public record RequestLimits(FetchLimits each, ByteBudget chunkBytes) {

    private static final long REQUEST_BYTES = 32 << 20;
    private static final long MIN_BATCH_BYTES = 128 << 10;
    private static final long MAX_BATCH_BYTES = 4 << 20;

    FetchTally tally(QueryContext context) {
        return new FetchTally(each, chunkBytes, context);
    }

    /// How many bytes of chunks are read at once of each of so many blocks: two batches of every block are held at a time.
    long batchBytes(int blocks) {
        long request = chunkBytes.limit() == 0 ? REQUEST_BYTES : Math.min(REQUEST_BYTES, chunkBytes.limit() / 8);
        return Math.clamp(request / Math.max(1, 2 * blocks), MIN_BATCH_BYTES, MAX_BATCH_BYTES);
    }
}
