package io.hypnos.series.chunk;

import org.jspecify.annotations.Nullable;

/// One stretch of a downsampled series: up to five chunks over the same windows, one per [Aggregate]. Histogram series have no minimum and
/// maximum, and a source sends only what was asked for.
///
/// @param minTime epoch milliseconds of the end of the first window; the counter's first sample may be earlier
/// @param maxTime epoch milliseconds of the end of the last window
/// @param parts   indexed by [Aggregate#ordinal()]; lent, never changed
public record AggregateChunk(long minTime, long maxTime, @Nullable Chunk[] parts) implements SeriesChunk {

    public AggregateChunk {
        if (parts.length != Aggregate.values().length) {
            throw new IllegalArgumentException(
                    "an aggregate chunk has " + Aggregate.values().length + " parts, not " + parts.length);
        }
    }

    public @Nullable Chunk part(Aggregate aggregate) {
        return parts[aggregate.ordinal()];
    }
}
