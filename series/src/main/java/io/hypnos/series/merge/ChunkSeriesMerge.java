package io.hypnos.series.merge;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;

/// Many sorted streams of series as one, in which every label set comes once with the chunks of all streams in the order of
/// [ChunkOrder]. Holds one series of each stream and the chunks of the one that is being put together.
///
/// A stream that goes back in its order would break the answer for everybody: its labels would come twice. It is left out from there on,
/// with a warning that names it and an entry in [#disordered()], for callers to whom a partial answer is no answer.
public final class ChunkSeriesMerge implements ChunkSeriesSet {

    /// What to do with chunks of one series that have the same bytes.
    public enum Duplicates {
        /// Pass all on.
        KEEP,
        /// Pass one on.
        DROP
    }

    private final List<SeriesSource> sources;
    private final Duplicates duplicates;
    private final @Nullable ChunkSeries[] current;
    private final Set<String> disordered = new LinkedHashSet<>();
    private @Nullable LabelsTournament tournament;
    private @Nullable ChunkSeries merged;

    public ChunkSeriesMerge(List<SeriesSource> sources, Duplicates duplicates) {
        this.sources = List.copyOf(sources);
        this.duplicates = duplicates;
        current = new @Nullable ChunkSeries[sources.size()];
    }

    @Override
    public boolean next() {
        LabelsTournament sorted = tournament;
        if (sorted == null) {
            sorted = start();
        }
        int winner = sorted.winner();
        if (winner < 0) {
            merged = null;
            return false;
        }
        ChunkSeries first = series(winner);
        advance(sorted, winner);
        if (!sorted.isSameAsBefore()) {
            merged = duplicates == Duplicates.KEEP || isSingle(first)
                    ? first
                    : combined(first.labels(), first.chunks());
            return true;
        }
        List<SeriesChunk> chunks = new ArrayList<>(first.chunks());
        while (sorted.isSameAsBefore()) {
            int next = sorted.winner();
            chunks.addAll(series(next).chunks());
            advance(sorted, next);
        }
        merged = combined(first.labels(), chunks);
        return true;
    }

    private static boolean isSingle(ChunkSeries series) {
        return series.chunks().size() < 2;
    }

    private ChunkSeries combined(Labels labels, List<SeriesChunk> chunks) {
        return new ChunkSeries(labels, duplicates == Duplicates.DROP
                ? ChunkOrder.sortedWithoutDuplicates(chunks)
                : ChunkOrder.sorted(chunks));
    }

    private LabelsTournament start() {
        @Nullable
        Labels[] labels = new @Nullable Labels[current.length];
        for (int i = 0; i < current.length; i++) {
            ChunkSeries series = read(i);
            current[i] = series;
            labels[i] = series == null ? null : series.labels();
        }
        var started = new LabelsTournament(labels);
        tournament = started;
        return started;
    }

    private ChunkSeries series(int source) {
        ChunkSeries series = current[source];
        if (series == null) {
            throw new IllegalStateException("source " + source + " is exhausted");
        }
        return series;
    }

    private void advance(LabelsTournament sorted, int source) {
        ChunkSeries series = read(source);
        if (!sorted.advance(series == null ? null : series.labels())) {
            disordered.add(sources.get(source).name());
            sorted.advance(null);
            series = null;
        }
        current[source] = series;
    }

    private @Nullable ChunkSeries read(int source) {
        ChunkSeriesSet set = sources.get(source).set();
        return set.next() ? set.series() : null;
    }

    @Override
    public ChunkSeries series() {
        if (merged == null) {
            throw new IllegalStateException("not on a series");
        }
        return merged;
    }

    /// Names of the streams that were left out because they broke the order; complete once [#next()] has returned false.
    public List<String> disordered() {
        return List.copyOf(disordered);
    }

    @Override
    public List<String> warnings() {
        Set<String> warnings = new LinkedHashSet<>();
        for (SeriesSource source : sources) {
            warnings.addAll(source.set().warnings());
        }
        for (String name : disordered) {
            warnings.add("series from " + name + " are not sorted by labels; the rest of them is missing");
        }
        return List.copyOf(warnings);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (SeriesSource source : sources) {
            try {
                source.set().close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
