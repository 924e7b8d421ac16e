package io.hypnos.tsdb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.tsdb.head.ChunkUnion;

/// The series of several sources as one set: a series that several have comes once, with the samples of all of them in chunks that do not overlap.
final class SeriesUnion implements ChunkSeriesSet {

    private final List<ChunkSeriesSet> sources;
    private final List<String> warnings;
    private final PriorityQueue<Source> next = new PriorityQueue<>(
            Comparator.comparing((Source source) -> source.set.series().labels()).thenComparingInt(Source::place));
    private boolean started;
    private @Nullable ChunkSeries current;

    private record Source(ChunkSeriesSet set, int place) {}

    private SeriesUnion(List<ChunkSeriesSet> sources, List<String> warnings) {
        this.sources = sources;
        this.warnings = warnings;
    }

    /// The union of sets, which it closes.
    ///
    /// @param warnings of its own, beside those of the sets
    static ChunkSeriesSet of(List<ChunkSeriesSet> sources, List<String> warnings) {
        return sources.size() == 1 && warnings.isEmpty()
                ? sources.getFirst()
                : new SeriesUnion(List.copyOf(sources), warnings);
    }

    @Override
    public boolean next() {
        if (!started) {
            started = true;
            for (int i = 0; i < sources.size(); i++) {
                advance(new Source(sources.get(i), i));
            }
        }
        Source first = next.poll();
        if (first == null) {
            current = null;
            return false;
        }
        ChunkSeries series = first.set.series();
        advance(first);
        Source other = next.peek();
        if (other == null || !other.set.series().labels().equals(series.labels())) {
            current = series;
            return true;
        }
        var chunks = new ArrayList<>(series.chunks());
        while (other != null && other.set.series().labels().equals(series.labels())) {
            chunks.addAll(other.set.series().chunks());
            next.poll();
            advance(other);
            other = next.peek();
        }
        chunks.sort(Comparator.comparingLong(SeriesChunk::minTime));
        current = new ChunkSeries(series.labels(), ChunkUnion.apart(chunks));
        return true;
    }

    private void advance(Source source) {
        if (source.set.next()) {
            next.add(source);
        }
    }

    @Override
    public ChunkSeries series() {
        if (current == null) {
            throw new IllegalStateException("before the first series or after the last one");
        }
        return current;
    }

    @Override
    public List<String> warnings() {
        var all = new ArrayList<>(warnings);
        for (ChunkSeriesSet source : sources) {
            all.addAll(source.warnings());
        }
        return all;
    }

    @Override
    public void close() {
        sources.forEach(ChunkSeriesSet::close);
    }
}
