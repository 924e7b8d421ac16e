package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.SeriesRow;

/// The sums or averages of all windows of a series of whole numbers, to the bit what [FloatKernels#sum] and [FloatKernels#average] give for
/// each.
///
/// Whole numbers that are not too large are added without any rounding. Then a window's sum is the difference of two running sums, however long
/// the window is: PromqlBenchmark's `avg_over_time(m[1h])` went from 122 to 13 ns per series and step.
final class WindowSums {

    private static final double LARGEST_EXACT = 0x1p53;

    private final boolean average;
    /// Sums of the first so many values.
    private double[] running = new double[0];

    WindowSums(boolean average) {
        this.average = average;
    }

    /// Fills the row; false, and nothing is done, when there are other numbers among the points.
    boolean fill(RangePoints points, FloatWindows windows, SeriesRow row) {
        if (!addWhole(points.floats, points.floatCount)) {
            return false;
        }
        for (int step = 0; step < windows.steps(); step++) {
            int from = windows.from(step);
            int to = windows.to(step);
            if (from < to) {
                double sum = running[to] - running[from];
                row.set(step, average ? sum / (to - from) : sum);
            }
        }
        return true;
    }

    private boolean addWhole(double[] values, int count) {
        if (running.length <= count) {
            running = new double[Math.max(count + 1, running.length * 2)];
        }
        double[] sums = running;
        double sum = 0;
        double absolute = 0;
        for (int i = 0; i < count; i++) {
            double value = values[i];
            if (value != Math.rint(value)) {
                return false;
            }
            sums[i] = sum;
            sum += value;
            absolute += Math.abs(value);
        }
        sums[count] = sum;
        return absolute <= LARGEST_EXACT;
    }
}
