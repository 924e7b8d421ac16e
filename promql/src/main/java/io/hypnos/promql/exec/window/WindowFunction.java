package io.hypnos.promql.exec.window;

import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.labels.Labels;

/// A function of the points in a window. Has state of the series it works on; used by one thread.
abstract class WindowFunction {

    /// Begins a series. What can be found out once for all windows is found out here.
    void begin(RangePoints points, Labels labels) {}

    /// Gives the row its sample at the bounds' step, or none. The window has at least one point.
    abstract void apply(Bounds bounds, SeriesRow row);

    /// Gives the row its samples at all steps, of a series that has floats only.
    void applyAll(FloatWindows windows, SeriesRow row) {
        for (int step = 0; step < windows.steps(); step++) {
            if (windows.from(step) < windows.to(step)) {
                apply(windows.bounds(step), row);
            }
        }
    }

    /// Called when all windows of a series have been seen.
    void end(SeriesRow row) {}
}
