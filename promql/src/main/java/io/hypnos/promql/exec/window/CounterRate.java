package io.hypnos.promql.exec.window;

import io.hypnos.promql.ast.Function;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.Labels;

/// `rate`, `increase` and `delta`: the difference between the last and the first point of the window, plus what was lost at counter resets,
/// stretched to the whole window (see [Extrapolation]).
///
/// The resets of a series are found once. In each window the values before its resets are added in their order, so the sum is, bit for bit,
/// the one that a walk over all its points gives, at a cost of the resets only.
final class CounterRate extends WindowFunction {

    private final boolean counter;
    private final boolean useStartTimes;
    private final Extrapolation extrapolation;
    private final HistogramRate histogramRate;
    private final Remarks remarks;
    private final Origin origin;
    private final ResetList resets = new ResetList();
    private final ResetList overlaps = new ResetList();
    private RangePoints points = new RangePoints();
    private Labels labels = Labels.EMPTY;

    CounterRate(Function function, double seconds, boolean useStartTimes, Remarks remarks, Origin origin) {
        this.counter = function != Function.DELTA;
        this.useStartTimes = useStartTimes && counter;
        this.extrapolation = new Extrapolation(counter, function == Function.RATE ? seconds : 0);
        this.histogramRate = new HistogramRate(counter, this.useStartTimes, extrapolation, remarks, origin);
        this.remarks = remarks;
        this.origin = origin;
    }

    @Override
    void begin(RangePoints ofSeries, Labels withLabels) {
        points = ofSeries;
        labels = withLabels;
        resets.clear();
        overlaps.clear();
        if (points.histogramCount > 0) {
            histogramRate.begin(points);
        }
        if (!counter) {
            return;
        }
        double[] values = points.floats;
        int count = points.floatCount;
        if (useStartTimes && points.floatStarts != null) {
            findResetsWithStarts(values, points.floatTimes, points.floatStarts, count);
            return;
        }
        for (int i = 1; i < count; i++) {
            if (values[i] < values[i - 1]) {
                resets.add(i);
            }
        }
    }

    private void findResetsWithStarts(double[] values, long[] times, long[] starts, int count) {
        for (int i = 1; i < count; i++) {
            if (values[i] < values[i - 1] || StartTimes.isReset(starts[i - 1], times[i - 1], starts[i], times[i])) {
                resets.add(i);
            }
            if (StartTimes.overlaps(starts[i - 1], times[i - 1], starts[i])) {
                overlaps.add(i);
            }
        }
    }

    @Override
    void apply(Bounds bounds, SeriesRow row) {
        if (points.histogramCount > 0 && bounds.histogramFrom < bounds.histogramTo) {
            if (bounds.floatFrom < bounds.floatTo) {
                remarks.mixedFloatsAndHistograms(labels.metricName(), origin);
            } else {
                histogramRate.apply(points, labels, bounds, row);
            }
            return;
        }
        int from = bounds.floatFrom;
        int to = bounds.floatTo;
        long firstTime = points.floatTimes[from];
        long start = useStartTimes && points.floatStarts != null ? points.floatStarts[from] : 0;
        boolean beganInside = start != 0 && start > bounds.start && start < firstTime;
        if (to - from < 2 && !beganInside) {
            return;
        }
        long lastTime = points.floatTimes[to - 1];
        double first = points.floats[from];
        double difference = difference(from, to);
        int intervals = to - from - 1;
        if (beganInside) {
            difference += first;
            row.set(bounds.step,
                    difference * extrapolation.factorFromStart(bounds, start, firstTime, lastTime, intervals));
        } else {
            row.set(bounds.step,
                    difference * extrapolation.factor(bounds, firstTime, lastTime, intervals, first, difference));
        }
    }

    /// All steps in one loop, without start times; [#apply] says what is computed. Together with [FloatWindows] this took the `sum(rate(m[1m]))`
    /// of PromqlBenchmark from 42 to 18 ns per series and step.
    @Override
    void applyAll(FloatWindows windows, SeriesRow row) {
        if (points.floatStarts != null) {
            super.applyAll(windows, row);
            return;
        }
        double[] values = points.floats;
        long[] times = points.floatTimes;
        double[] into = row.values();
        long[] present = row.present();
        boolean hasResets = !resets.isEmpty();
        long length = windows.length();
        for (int step = 0; step < into.length; step++) {
            int from = windows.from(step);
            int last = windows.to(step) - 1;
            if (last <= from) {
                continue;
            }
            double first = values[from];
            double difference = hasResets ? difference(from, last + 1) : values[last] - first;
            long end = windows.end(step);
            into[step] = difference * extrapolation.factor(times[from] - (end - length), end - times[last],
                    times[last] - times[from], last - from, first, difference);
            present[step >>> 6] |= 1L << step;
        }
    }

    private double difference(int from, int to) {
        double[] values = points.floats;
        double difference = values[to - 1] - values[from];
        if (!resets.isEmpty()) {
            int at = resets.seek(from);
            for (int reset = resets.get(at); reset < to; reset = resets.get(++at)) {
                difference += values[reset - 1];
            }
        }
        if (!overlaps.isEmpty() && overlaps.get(overlaps.seek(from)) < to) {
            remarks.overlappingStartTime(labels.metricName(), origin);
        }
        return difference;
    }
}
