package io.hypnos.store.block;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.SeriesRequest.ChunkRequest;
import io.hypnos.service.storeapi.Shard;

/// What is asked of one block.
///
/// @param matchers      conditions on the stored labels; without any, all series are meant
/// @param range         the time in which series have chunks
/// @param withoutLabels names of labels to remove from the answer before it is sorted
/// @param shard         the part of the series wanted; null for all
/// @param bounds        how much at once
public record BlockRequest(List<Matcher> matchers, TimeRange range, List<String> withoutLabels, ChunkRequest chunks,
        @Nullable Shard shard, Bounds bounds) {

    /// How much of the answer is read at once, and at most.
    ///
    /// @param batchBytes bytes of chunks
    /// @param series     different label sets after which the rest is not needed; 0 for all
    public record Bounds(long batchBytes, int series) {}

    public BlockRequest {
        matchers = List.copyOf(matchers);
        withoutLabels = List.copyOf(withoutLabels);
    }
}
