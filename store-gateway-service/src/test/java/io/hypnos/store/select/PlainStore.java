package io.hypnos.store.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.series.labels.TextOrder;
import io.hypnos.series.merge.ChunkOrder;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.ShardFilter;
import io.hypnos.store.testing.RandomBlocks;

/// What a store gateway must answer, found the plain way: a look at every series of every block. Blocks begin and end at multiples of
/// [RandomBlocks#UNIT].
final class PlainStore {

    private final List<PlainBlock> blocks = new ArrayList<>();

    /// A block as it was written.
    private record PlainBlock(Labels external, long resolution, long min, long max, List<ChunkSeries> series) {}

    void add(Labels external, long resolution, long min, long max, List<ChunkSeries> series) {
        blocks.add(new PlainBlock(external, resolution, min, max, series));
    }

    Map<Labels, List<SeriesChunk>> series(SeriesRequest request) {
        var found = new TreeMap<Labels, List<SeriesChunk>>();
        TimeRange range = request.selection().range();
        long maxResolution = request.chunks().skip() ? Long.MAX_VALUE : request.chunks().maxResolutionMillis();
        for (PlainBlock block : blocks) {
            if (!isChosen(block, range, maxResolution)) {
                continue;
            }
            for (ChunkSeries series : block.series()) {
                Labels whole = series.labels().mergedWith(block.external());
                Labels labels = whole.without(request.selection().withoutLabels());
                List<SeriesChunk> chunks = series.chunks().stream()
                        .filter(chunk -> range.overlaps(chunk.minTime(), chunk.maxTime())).toList();
                if (chunks.isEmpty() || !matches(block, series.labels(), request.selection().matchers())
                        || request.shard() != null && !new ShardFilter(request.shard()).accepts(labels)) {
                    continue;
                }
                List<SeriesChunk> wanted = request.chunks().skip()
                        ? List.of()
                        : chunks.stream().map(chunk -> served(chunk, request)).filter(chunk -> chunk != null).toList();
                if (request.chunks().skip() || !wanted.isEmpty()) {
                    found.computeIfAbsent(labels, _ -> new ArrayList<>()).addAll(wanted);
                }
            }
        }
        found.replaceAll((_, chunks) -> ChunkOrder.sortedWithoutDuplicates(chunks));
        return found;
    }

    /// External labels answer for themselves, whatever a series has stored under their names.
    private static boolean matches(PlainBlock block, Labels stored, List<Matcher> matchers) {
        return Matcher.allMatch(matchers, stored.mergedWith(block.external()));
    }

    private static @Nullable SeriesChunk served(SeriesChunk chunk, SeriesRequest request) {
        if (!(chunk instanceof AggregateChunk aggregates)) {
            return chunk;
        }
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        boolean any = false;
        for (Aggregate aggregate : request.chunks().aggregates()) {
            parts[aggregate.ordinal()] = aggregates.part(aggregate);
            any |= aggregates.part(aggregate) != null;
        }
        return any ? new AggregateChunk(chunk.minTime(), chunk.maxTime(), parts) : null;
    }

    /// A block is needed where some stretch of it has no coarser data that would do.
    private boolean isChosen(PlainBlock block, TimeRange range, long maxResolution) {
        if (block.resolution() > maxResolution) {
            return false;
        }
        for (long unit = block.min(); unit < block.max(); unit += RandomBlocks.UNIT) {
            long at = unit;
            boolean wanted = range.overlaps(at, at + RandomBlocks.UNIT - 1);
            boolean coarser = blocks.stream()
                    .anyMatch(other -> other.external().equals(block.external()) && other.min() <= at
                            && at < other.max() && other.resolution() > block.resolution()
                            && other.resolution() <= maxResolution);
            if (wanted && !coarser) {
                return true;
            }
        }
        return false;
    }

    List<String> names(SeriesRequest sameAs) {
        var names = new TreeSet<>(TextOrder.BY_BYTES);
        series(sameAs).keySet().forEach(labels -> labels.forEach((name, _) -> names.add(name)));
        return List.copyOf(names);
    }

    List<String> values(String name, SeriesRequest sameAs) {
        var values = new TreeSet<>(TextOrder.BY_BYTES);
        series(sameAs).keySet().forEach(labels -> values.add(labels.get(name)));
        values.remove("");
        return List.copyOf(values);
    }
}
