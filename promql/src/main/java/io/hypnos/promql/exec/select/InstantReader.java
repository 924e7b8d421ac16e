package io.hypnos.promql.exec.select;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.Histograms;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.exec.TimeIndex;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.promql.plan.node.VectorSelect;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;
import io.hypnos.series.StaleMarker;

/// Gives at each step the latest sample that is not older than the lookback; none when that is a stale marker.
final class InstantReader implements RowReader {

    private final StepGrid grid;
    private final Shift shift;
    private final long lookback;
    private final VectorSelect.Reading reading;
    private final boolean dropsName;
    private final @Nullable HistogramStatistics statistics;
    private final Samples samples = new Samples();

    InstantReader(VectorSelect node, StepGrid grid, long lookback) {
        this.grid = grid;
        this.shift = node.shift();
        this.lookback = lookback;
        this.reading = node.reading();
        this.dropsName = reading != VectorSelect.Reading.VALUE;
        this.statistics = node.statisticsOnly() ? new HistogramStatistics(grid, shift, lookback) : null;
    }

    @Override
    public void read(Series series, SeriesRow row, ReadCost cost) {
        row.begin(series.labels());
        row.loseName(dropsName);
        samples.clear();
        if (statistics == null) {
            series.readInto(samples);
        } else {
            statistics.read(series, samples);
        }
        if (reading == VectorSelect.Reading.VALUE && !samples.hasHistograms() && !shift.isPinned()) {
            floats(row);
            cost.given = row.count();
            cost.totals().noteEach(row);
        } else {
            samples(row, cost);
        }
    }

    /// Two cursors, one over the samples and one over the steps.
    private void floats(SeriesRow row) {
        long[] times = samples.times();
        double[] values = samples.values();
        double[] into = row.values();
        long[] present = row.present();
        int size = samples.size();
        int at = 0;
        int stride = 0;
        long reference = grid.start() - shift.offset();
        for (int step = 0; step < into.length; step++) {
            int behind = TimeIndex.behind(reference, times, size, at, stride);
            stride = behind - at;
            at = behind;
            if (at > 0 && times[at - 1] > reference - lookback) {
                double value = values[at - 1];
                if (!StaleMarker.is(value)) {
                    into[step] = value;
                    present[step >>> 6] |= 1L << step;
                }
            }
            reference += grid.step();
        }
    }

    private void samples(SeriesRow row, ReadCost cost) {
        int size = samples.size();
        int at = 0;
        for (int step = 0; step < grid.count(); step++) {
            long reference = shift.apply(grid.time(step));
            while (at < size && samples.time(at) <= reference) {
                at++;
            }
            if (at > 0 && samples.time(at - 1) > reference - lookback && !isStale(at - 1)) {
                long floats = give(row, step, at - 1);
                cost.given += floats;
                cost.totals().note(step, floats, floats);
            }
        }
    }

    private boolean isStale(int i) {
        int histogram = samples.histogramRow(i);
        return StaleMarker.is(histogram < 0 ? samples.value(i) : samples.histograms().sum(histogram));
    }

    /// Sets the sample of a step; gives its size in floats.
    private long give(SeriesRow row, int step, int at) {
        switch (reading) {
            case TIMESTAMP -> row.set(step, samples.time(at) / 1000.0);
            case START_TIMESTAMP -> row.set(step, samples.startTime(at) / 1000.0);
            case VALUE -> {
                int histogram = samples.histogramRow(at);
                if (histogram < 0) {
                    row.set(step, samples.value(at));
                } else {
                    row.setHistogram(step, Histograms.append(row.histograms(), samples.histograms(), histogram));
                    return Histograms.sampleSize(samples.histograms(), histogram);
                }
            }
        }
        return 1;
    }
}
