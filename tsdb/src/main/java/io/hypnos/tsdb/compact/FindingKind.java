package io.hypnos.tsdb.compact;

/// What can be wrong with a block that is to be merged. What happens to the tolerated ones stands with each; all others end the merge.
public enum FindingKind {
    /// Its time overlaps that of another input. Tolerated: samples are merged.
    OVERLAPPING_BLOCKS,
    /// A chunk begins before the one listed before it has ended. Tolerated: they are put in order and merged.
    OUT_OF_ORDER_CHUNKS,
    /// Two chunks of a series have the same times. Tolerated: one of two equal ones goes, others are merged.
    DUPLICATE_CHUNKS,
    /// A chunk has times outside of its block. Tolerated: what is outside of the output is left out.
    CHUNKS_OUTSIDE_BLOCK,
    /// A label set occurs twice. Tolerated: samples are merged.
    DUPLICATE_SERIES,
    /// A series has no chunks. Tolerated: it is left out.
    SERIES_WITHOUT_CHUNKS,
    /// A series comes before one with smaller labels. Never tolerated.
    OUT_OF_ORDER_SERIES,
    /// The labels of a series are not in order, a fault of Prometheus before 2.8.1. Never tolerated.
    OUT_OF_ORDER_LABELS,
    /// A series has no labels. Never tolerated.
    SERIES_WITHOUT_LABELS,
    /// Bytes are not what the format or a checksum says. Never tolerated.
    UNREADABLE;

    boolean canBeTolerated() {
        return switch (this) {
            case OVERLAPPING_BLOCKS, OUT_OF_ORDER_CHUNKS, DUPLICATE_CHUNKS, CHUNKS_OUTSIDE_BLOCK, DUPLICATE_SERIES,
                    SERIES_WITHOUT_CHUNKS ->
                true;
            case OUT_OF_ORDER_SERIES, OUT_OF_ORDER_LABELS, SERIES_WITHOUT_LABELS, UNREADABLE -> false;
        };
    }
}
