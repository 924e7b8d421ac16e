package io.hypnos.tsdb.compact;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.InvalidChunkException;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.chunk.XorAppender;

/// Merges overlapping chunks of a downsampled series, each aggregate for itself. The counts say where the new chunks begin and end; of each of the
/// others goes into a chunk what lies between. The counter's last sample of a chunk is written twice, as its readers expect.
final class AggregateEncoder {

    private final OverlapEncoder plain;

    AggregateEncoder(OverlapEncoder plain) {
        this.plain = plain;
    }

    List<AggregateChunk> encode(List<SeriesChunk> chunks, List<Integer> origins) {
        var merged = new EnumMap<Aggregate, StoredSamples>(Aggregate.class);
        for (Aggregate aggregate : Aggregate.values()) {
            var lanes = new OverlapEncoder.Lanes();
            for (int i = 0; i < chunks.size(); i++) {
                if (!(chunks.get(i) instanceof AggregateChunk chunk)) {
                    throw new InvalidChunkException("plain and downsampled chunks of one series overlap");
                }
                Chunk part = chunk.part(aggregate);
                if (part != null) {
                    lanes.add(part, origins.get(i));
                }
            }
            if (!lanes.samples().isEmpty()) {
                merged.put(aggregate, plain.merged(lanes));
            }
        }
        StoredSamples counts = merged.get(Aggregate.COUNT);
        if (counts == null) {
            throw new InvalidChunkException("a downsampled chunk has no counts");
        }
        var writer = new ChunkWriter();
        writer.append(counts, 0, counts.size());
        var result = new ArrayList<AggregateChunk>();
        for (Chunk count : writer.finish()) {
            result.add(assemble(count, merged));
        }
        return result;
    }

    private static AggregateChunk assemble(Chunk count, Map<Aggregate, StoredSamples> merged) {
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        for (Aggregate aggregate : Aggregate.values()) {
            StoredSamples samples = merged.get(aggregate);
            parts[aggregate.ordinal()] = aggregate == Aggregate.COUNT || samples == null
                    ? null
                    : part(samples, count.minTime(), count.maxTime(), aggregate == Aggregate.COUNTER);
        }
        parts[Aggregate.COUNT.ordinal()] = count;
        return new AggregateChunk(count.minTime(), count.maxTime(), parts);
    }

    /// The samples between two times as one chunk; null when there are none.
    private static @Nullable Chunk part(StoredSamples samples, long min, long max, boolean repeatLast) {
        var writer = new ChunkWriter(XorAppender.MAX_SAMPLES);
        int last = -1;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.time(i) >= min && samples.time(i) <= max) {
                writer.append(samples, i, i + 1);
                last = i;
            }
        }
        if (last >= 0 && repeatLast) {
            writer.append(samples, last, last + 1);
        }
        var chunks = writer.finish();
        if (chunks.size() > 1) {
            throw new InvalidChunkException("an aggregate fell apart into " + chunks.size() + " chunks");
        }
        return chunks.isEmpty() ? null : chunks.getFirst();
    }
}
