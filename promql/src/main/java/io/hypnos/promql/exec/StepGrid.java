package io.hypnos.promql.exec;

/// The times at which an expression is evaluated.
///
/// @param start epoch milliseconds of the first step
/// @param step  milliseconds between steps, at least 1
/// @param count number of steps; 0 when there is nothing to evaluate
public record StepGrid(long start, long step, int count) {

    /// The steps from `start` on that are not behind `end`.
    public static StepGrid between(long start, long end, long step) {
        return new StepGrid(start, step, end < start ? 0 : Math.toIntExact((end - start) / step + 1));
    }

    public static StepGrid at(long time) {
        return new StepGrid(time, 1, 1);
    }

    public long time(int i) {
        return start + i * step;
    }

    public long last() {
        return time(count - 1);
    }

    /// Only the first step.
    public StepGrid first() {
        return new StepGrid(start, step, Math.min(count, 1));
    }

    public long[] times() {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = time(i);
        }
        return times;
    }
}
