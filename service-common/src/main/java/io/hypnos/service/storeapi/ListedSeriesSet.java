package io.hypnos.service.storeapi;

import java.util.List;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;

/// Series that are in memory, in ascending order of their labels, and what went wrong while they were collected.
public final class ListedSeriesSet implements ChunkSeriesSet {

    private final List<ChunkSeries> series;
    private final List<String> warnings;
    private int index = -1;

    /// @param series lent until the set is closed
    public ListedSeriesSet(List<ChunkSeries> series, List<String> warnings) {
        this.series = series;
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public boolean next() {
        return ++index < series.size();
    }

    @Override
    public ChunkSeries series() {
        return series.get(index);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {}
}
