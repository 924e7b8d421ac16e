package io.hypnos.tsdb.compact;

import io.hypnos.tsdb.block.Ulid;

/// Something wrong with an input of a merge.
///
/// @param block   whose it is
/// @param count   how often it was seen; 1 where it ended the merge
/// @param example the first of them, for people
public record Finding(FindingKind kind, Ulid block, long count, String example) {

    Finding again() {
        return new Finding(kind, block, count + 1, example);
    }
}
