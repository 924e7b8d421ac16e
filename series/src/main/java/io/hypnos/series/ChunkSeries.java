package io.hypnos.series;

import java.util.List;

import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;

/// One series as storage and the wire have it: labels and encoded chunks.
///
/// Chunks are in ascending order of their first time; they may overlap, may reach outside the range that was asked for (the reader trims),
/// and are absent where only labels were asked for. Immutable; the chunk bytes are lent (see [io.hypnos.series.chunk.Chunk]).
public record ChunkSeries(Labels labels, List<SeriesChunk> chunks) {

    public ChunkSeries {
        chunks = List.copyOf(chunks);
    }
}
