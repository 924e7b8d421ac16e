package io.hypnos.promql.exec.select;

import io.hypnos.promql.exec.StepGrid;
import io.hypnos.promql.plan.node.Shift;
import io.hypnos.series.Samples;
import io.hypnos.series.Series;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramColumn;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.Spans;

/// Reads series without the buckets of their histograms, for functions that look at counts and sums only. What the buckets say about resets is
/// kept in the hints.
///
/// The hint tells about the sample read before. With steps far apart there are samples in between that are not read, after which nothing is
/// known.
final class HistogramStatistics {

    private final Samples whole = new Samples();
    private final long firstRead;
    private final long step;
    private final int lastStep;

    /// @param length how far before a step samples are looked at
    HistogramStatistics(StepGrid grid, Shift shift, long length) {
        this.firstRead = shift.apply(grid.start()) - length;
        boolean apart = grid.step() > length && !shift.isPinned();
        this.step = grid.step();
        this.lastStep = apart ? grid.count() - 1 : 0;
    }

    void read(Series series, Samples into) {
        into.clear();
        whole.clear();
        series.readInto(whole);
        HistogramColumn column = whole.histograms();
        int previous = -1;
        long previousTime = 0;
        for (int i = 0; i < whole.size(); i++) {
            int row = whole.histogramRow(i);
            long time = whole.time(i);
            if (row < 0) {
                into.addFloat(time, whole.value(i));
            } else {
                boolean known = previous >= 0 && previousTime >= readFrom(time);
                into.addHistogram(time, copy(column, row, hint(column, known ? previous : -1, row), into.histograms()));
                if (!StaleMarker.is(column.sum(row))) {
                    previous = row;
                    previousTime = time;
                }
            }
            into.setStartTime(whole.startTime(i));
        }
    }

    /// The time from which samples have been read without a gap when the sample at `time` is.
    private long readFrom(long time) {
        long steps = lastStep == 0 || time < firstRead ? 0 : Math.min((time - firstRead) / step, lastStep);
        return firstRead + steps * step;
    }

    private static CounterResetHint hint(HistogramColumn column, int previous, int row) {
        CounterResetHint own = column.hint(row);
        if (own != CounterResetHint.UNKNOWN || previous < 0 || StaleMarker.is(column.sum(row))) {
            return own;
        }
        return column.isResetBetween(previous, row) ? CounterResetHint.RESET : CounterResetHint.NOT_RESET;
    }

    private static int copy(HistogramColumn from, int row, CounterResetHint hint, HistogramColumn to) {
        var layout = new HistogramLayout(from.layout(row).schema(), 0, Spans.NONE, Spans.NONE, new double[0]);
        return to.add(layout, hint, from.count(row), 0, from.sum(row));
    }
}
