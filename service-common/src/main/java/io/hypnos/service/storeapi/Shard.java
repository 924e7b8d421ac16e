package io.hypnos.service.storeapi;

import java.util.List;

/// One of several disjoint parts of the series of a selection, told apart by a hash of some labels.
///
/// @param index  which part, from 0
/// @param total  number of parts
/// @param by     whether the named labels are hashed, or all others
/// @param labels names
public record Shard(long index, long total, boolean by, List<String> labels) {

    public Shard {
        labels = List.copyOf(labels);
    }
}
