package io.hypnos.tsdb.block;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.chunk.XorAppender;

/// Takes samples out of chunks: those outside a range and those that are deleted. What is left is encoded anew. For one thread.
public final class ChunkFilter {

    private final TimeRange range;
    private final Intervals deleted;
    private final StoredSamples samples = new StoredSamples();
    private final ChunkWriter writer = new ChunkWriter(XorAppender.MAX_SAMPLES);

    /// @param range   what is kept
    /// @param deleted what of it is not
    public ChunkFilter(TimeRange range, Intervals deleted) {
        this.range = range;
        this.deleted = deleted;
    }

    /// Whether nothing between two times is kept.
    public boolean dropsAll(long minTime, long maxTime) {
        return !range.overlaps(minTime, maxTime) || deleted.cover(minTime, maxTime);
    }

    /// Whether everything between two times is kept.
    public boolean keepsAll(long minTime, long maxTime) {
        return range.covers(minTime, maxTime) && !deleted.overlaps(minTime, maxTime);
    }

    /// The chunk with the samples that are kept: as a rule one of the same encoding, none when nothing is left. More than one only where a
    /// histogram cannot follow the one that is now before it.
    ///
    /// @throws io.hypnos.series.chunk.InvalidChunkException when the chunk cannot be decoded
    public List<SeriesChunk> apply(SeriesChunk chunk) {
        if (dropsAll(chunk.minTime(), chunk.maxTime())) {
            return List.of();
        }
        if (keepsAll(chunk.minTime(), chunk.maxTime())) {
            return List.of(chunk);
        }
        return switch (chunk) {
            case Chunk plain -> List.copyOf(rewrite(plain));
            case AggregateChunk aggregates -> rewrite(aggregates);
        };
    }

    private List<Chunk> rewrite(Chunk chunk) {
        samples.clear();
        ChunkDecoder.decode(chunk, samples);
        for (int i = 0; i < samples.size(); i++) {
            long time = samples.time(i);
            if (range.contains(time) && !deleted.contains(time)) {
                writer.append(samples, i, i + 1);
            }
        }
        return writer.finish();
    }

    /// All parts lose the same windows, so they still belong together. A part that would fall apart into several chunks cannot be one of an
    /// aggregate chunk any more, but that takes a counter reset inside a running total.
    private List<SeriesChunk> rewrite(AggregateChunk chunk) {
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (Aggregate aggregate : Aggregate.values()) {
            Chunk part = chunk.part(aggregate);
            var kept = part == null ? new ArrayList<Chunk>() : rewrite(part);
            if (kept.size() > 1) {
                throw new IllegalStateException(
                        "aggregate " + aggregate + " fell apart into " + kept.size() + " chunks");
            }
            if (!kept.isEmpty()) {
                parts[aggregate.ordinal()] = kept.getFirst();
                min = aggregate == Aggregate.COUNTER ? min : Math.min(min, kept.getFirst().minTime());
                max = Math.max(max, kept.getFirst().maxTime());
            }
        }
        return parts[Aggregate.COUNT.ordinal()] == null ? List.of() : List.of(new AggregateChunk(min, max, parts));
    }
}
