package io.hypnos.promql.exec.window;

/// Which points of a series lie in the window of the current step, as half-open index ranges. Changed in place from step to step.
final class Bounds {

    int floatFrom;
    int floatTo;
    int histogramFrom;
    int histogramTo;
    /// The window is `(start, end]`, in epoch milliseconds. With `anchored` and `smoothed` there are points outside of it.
    long start;
    long end;
    long stepTime;
    int step;

    int floatCount() {
        return floatTo - floatFrom;
    }

    int histogramCount() {
        return histogramTo - histogramFrom;
    }

    boolean isEmpty() {
        return floatFrom == floatTo && histogramFrom == histogramTo;
    }
}
