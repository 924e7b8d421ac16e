package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.List;

/// The times at which an expression is evaluated: those of the query, or those of a subquery in it.
///
/// @param end  the last step may be earlier
/// @param step 1 when there is a single step
record Frame(long start, long end, long step) {

    static Frame single(long time) {
        return new Frame(time, time, 1);
    }

    boolean isSingle() {
        return start == end;
    }

    boolean isEmpty() {
        return end < start;
    }

    long lastStep() {
        return start + (end - start) / step * step;
    }

    List<Long> times() {
        List<Long> times = new ArrayList<>();
        for (long t = start; t <= end; t += step) {
            times.add(t);
        }
        return times;
    }
}
