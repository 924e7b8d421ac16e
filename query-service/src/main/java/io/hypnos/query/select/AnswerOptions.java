package io.hypnos.query.select;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.query.fanout.StoreFilter;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Shard;

/// How one request wants the stores' answers put together.
///
/// @param replicaLabels   labels to remove, whose series are then merged; empty for no deduplication
/// @param partialResponse what happens when a store fails
/// @param stores          which stores are asked
/// @param shard           the part of the series wanted; null for all
/// @param enforced        matchers that every selector gets, whatever the request says
public record AnswerOptions(List<String> replicaLabels, PartialResponse partialResponse, StoreFilter stores,
        @Nullable Shard shard,
        List<Matcher> enforced) {

    public AnswerOptions {
        replicaLabels = List.copyOf(replicaLabels);
        enforced = List.copyOf(enforced);
    }

    /// The same without deduplication: questions about labels see replicas as they are.
    public AnswerOptions withoutDedup() {
        return new AnswerOptions(List.of(), partialResponse, stores, shard, enforced);
    }
}
