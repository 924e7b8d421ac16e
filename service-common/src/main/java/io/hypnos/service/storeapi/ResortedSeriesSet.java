package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;

/// The series of another set with changed labels, in the order that they have then. All of them are held at once, which is why a store
/// that can do this by itself is asked to.
final class ResortedSeriesSet {

    private static final int BYTES_PER_SERIES = 200;
    private static final int BYTES_PER_CHUNK = 64;

    private ResortedSeriesSet() {}

    /// Reads `source` to its end and closes it.
    static ChunkSeriesSet of(ChunkSeriesSet source, UnaryOperator<Labels> change, QueryContext context) {
        var all = new ArrayList<ChunkSeries>();
        List<String> warnings;
        try (source) {
            while (source.next()) {
                context.check();
                ChunkSeries series = source.series();
                context.reserve(sizeOf(series));
                all.add(new ChunkSeries(change.apply(series.labels()), series.chunks()));
            }
            warnings = source.warnings();
        }
        all.sort(Comparator.comparing(ChunkSeries::labels));
        return new ListedSeriesSet(all, warnings);
    }

    private static long sizeOf(ChunkSeries series) {
        long size = BYTES_PER_SERIES + series.labels().packed().length;
        for (SeriesChunk chunk : series.chunks()) {
            size += BYTES_PER_CHUNK;
            size += switch (chunk) {
                case Chunk raw -> raw.length();
                case AggregateChunk aggregates -> {
                    long parts = 0;
                    for (Chunk part : aggregates.parts()) {
                        parts += part == null ? 0 : part.length();
                    }
                    yield parts;
                }
            };
        }
        return size;
    }
}
