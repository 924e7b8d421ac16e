package io.hypnos.promql.promqltest;

import java.util.List;

import io.hypnos.series.Series;
import io.hypnos.series.SeriesSet;

/// A set of series that are all there.
final class ListedSeries implements SeriesSet {

    private final List<? extends Series> series;
    private int index = -1;

    ListedSeries(List<? extends Series> series) {
        this.series = series;
    }

    @Override
    public boolean next() {
        return ++index < series.size();
    }

    @Override
    public Series series() {
        return series.get(index);
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {}
}
