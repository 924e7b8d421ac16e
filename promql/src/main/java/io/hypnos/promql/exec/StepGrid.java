package io.hypnos.promql.exec;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.plan.QueryTimes;

/// The times at which an expression is evaluated.
///
/// @param start epoch milliseconds of the first step
/// @param step  milliseconds between steps, at least 1
/// @param count number of steps; 0 when there is nothing to evaluate
/// @param spans whether more than one time was asked for, even if only one of them is a step
public record StepGrid(long start, long step, int count, boolean spans) {

    private static final int MAX_COUNT = Integer.MAX_VALUE - 64;

    /// The steps from `start` on that are not behind `end`.
    ///
    /// @throws QueryException.TooManySamples when no memory has room for one sample at each of them
    public static StepGrid between(long start, long end, long step) {
        if (end < start) {
            return new StepGrid(start, step, 0, true);
        }
        long count = (end - start) / step + 1;
        if (count > MAX_COUNT || count <= 0) {
            throw new QueryException.TooManySamples("query execution");
        }
        return new StepGrid(start, step, (int) count, end != start);
    }

    /// The steps of a query.
    public static StepGrid of(QueryTimes times) {
        return times.isInstant() ? at(times.start()) : between(times.start(), times.end(), times.step());
    }

    public static StepGrid at(long time) {
        return new StepGrid(time, 1, 1, false);
    }

    public static StepGrid nothing(long start, long step) {
        return new StepGrid(start, step, 0, false);
    }

    public long time(int i) {
        return start + i * step;
    }

    public long last() {
        return time(count - 1);
    }

    /// Only the first step.
    public StepGrid first() {
        return new StepGrid(start, step, Math.min(count, 1), false);
    }

    public long[] times() {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = time(i);
        }
        return times;
    }
}
