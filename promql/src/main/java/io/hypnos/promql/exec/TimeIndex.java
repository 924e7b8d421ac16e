package io.hypnos.promql.exec;

/// Finds times in ascending columns, step by step.
public final class TimeIndex {

    private TimeIndex() {}

    /// The first index from `at` on whose time is behind `time`, or `size`.
    ///
    /// Looks first where the answer lies when samples are as far apart as they were for the step before, so a step costs two looks however
    /// many samples it passes.
    ///
    /// @param stride how far the index moved at the step before
    public static int behind(long time, long[] times, int size, int at, int stride) {
        int guess = at + stride;
        if (guess > 0 && guess <= size && times[guess - 1] <= time && (guess == size || times[guess] > time)) {
            return guess;
        }
        int index = at;
        while (index < size && times[index] <= time) {
            index++;
        }
        return index;
    }
}
