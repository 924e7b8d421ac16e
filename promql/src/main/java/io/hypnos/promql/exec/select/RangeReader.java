package io.hypnos.promql.exec.select;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.window.WindowWalk;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;

/// Applies a window function to a series.
final class RangeReader implements RowReader {

    private final WindowWalk walk;
    private final boolean losesName;
    private final @Nullable HistogramStatistics statistics;
    private final Samples samples = new Samples();

    /// @param statistics what reads series whose buckets do not matter; null where they do
    RangeReader(WindowWalk walk, boolean losesName, @Nullable HistogramStatistics statistics) {
        this.walk = walk;
        this.losesName = losesName;
        this.statistics = statistics;
    }

    @Override
    public void read(Series series, SeriesRow row, ReadCost cost) {
        row.begin(series.labels());
        row.loseName(losesName);
        samples.clear();
        if (statistics == null) {
            series.readInto(samples);
        } else {
            statistics.read(series, samples);
        }
        walk.run(samples, series.labels(), row, cost);
    }
}
