package io.hypnos.store.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;

/// What is sent of the chunks of a block: the aggregates that were asked for, and plain chunks in one of the encodings that every reader knows.
///
/// @param aggregates those wanted; empty for all
record ServedChunks(Set<Aggregate> aggregates) {

    /// The chunks as they are sent. A chunk that has none of the wanted aggregates is left out.
    List<SeriesChunk> of(List<SeriesChunk> stored) {
        if (stored.stream().allMatch(ServedChunks::isPlain)) {
            return stored;
        }
        var served = new ArrayList<SeriesChunk>(stored.size());
        for (SeriesChunk chunk : stored) {
            switch (chunk) {
                case Chunk plain -> served.addAll(readable(plain));
                case AggregateChunk parts -> {
                    AggregateChunk wanted = wanted(parts);
                    if (wanted != null) {
                        served.add(wanted);
                    }
                }
            }
        }
        return served;
    }

    private static boolean isPlain(SeriesChunk chunk) {
        return chunk instanceof Chunk plain && travels(plain);
    }

    private static boolean travels(Chunk chunk) {
        return switch (chunk.encoding()) {
            case XOR, HISTOGRAM, FLOAT_HISTOGRAM -> true;
            case XOR2, HISTOGRAM_ST, FLOAT_HISTOGRAM_ST, AGGREGATE -> false;
        };
    }

    private @Nullable AggregateChunk wanted(AggregateChunk chunk) {
        if (aggregates.isEmpty()) {
            return chunk;
        }
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        boolean any = false;
        for (Aggregate aggregate : aggregates) {
            Chunk part = chunk.part(aggregate);
            parts[aggregate.ordinal()] = part;
            any |= part != null;
        }
        return any ? new AggregateChunk(chunk.minTime(), chunk.maxTime(), parts) : null;
    }

    /// Newer encodings carry start times, which nobody can be sent; the samples can.
    private static List<Chunk> readable(Chunk chunk) {
        if (travels(chunk)) {
            return List.of(chunk);
        }
        var samples = new StoredSamples();
        ChunkDecoder.decode(chunk, samples);
        var writer = new ChunkWriter();
        writer.append(samples, 0, samples.size());
        return writer.finish();
    }
}
