package io.hypnos.promql.exec;

import io.hypnos.series.Samples;
import io.hypnos.series.histogram.CounterResetHint;

/// A row as samples, for functions of ranges.
public final class RowSamples {

    private RowSamples() {}

    /// Replaces the contents of `samples` by those of the row. What histograms say about resets is forgotten: between the steps there may have
    /// been others, and one may be seen at several steps.
    public static void load(SeriesRow row, StepGrid grid, Samples samples) {
        samples.clear();
        for (int step = 0; step < row.steps(); step++) {
            if (!row.isPresent(step)) {
                continue;
            }
            int histogram = row.histogramRow(step);
            if (histogram < 0) {
                samples.addFloat(grid.time(step), row.value(step));
                continue;
            }
            int copy = Histograms.append(samples.histograms(), row.histograms(), histogram);
            if (samples.histograms().hint(copy) != CounterResetHint.GAUGE) {
                samples.histograms().setHint(copy, CounterResetHint.UNKNOWN);
            }
            samples.addHistogram(grid.time(step), copy);
        }
    }
}
