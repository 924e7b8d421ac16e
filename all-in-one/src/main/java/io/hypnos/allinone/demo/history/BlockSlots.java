package io.hypnos.allinone.demo.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.hypnos.series.TimeRange;

/// The blocks that a stretch of time would be in after a compactor had been at work: two hours each for the last day, eight for the days before, two
/// days for everything older. Each begins and ends at a multiple of its length, as far as the stretch allows.
final class BlockSlots {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);
    private static final long SHORT = 2 * HOUR;
    private static final long MIDDLE = 8 * HOUR;
    private static final long LONG = 48 * HOUR;
    private static final long SHORT_AGE = 24 * HOUR;
    private static final long MIDDLE_AGE = 4 * 24 * HOUR;

    private BlockSlots() {}

    /// Half-open ranges, oldest first, that cover `from` to `to` without overlap.
    static List<TimeRange> of(long from, long to) {
        // Boundaries of a coarser grid are boundaries of all finer ones, so that no slot of one length cuts into one of another.
        long middleFrom = Math.floorDiv(to - MIDDLE_AGE, LONG) * LONG;
        long shortFrom = Math.floorDiv(to - SHORT_AGE, MIDDLE) * MIDDLE;
        var slots = new ArrayList<TimeRange>();
        for (long start = from; start < to;) {
            long length = start < middleFrom ? LONG : start < shortFrom ? MIDDLE : SHORT;
            long end = Math.min(to, (Math.floorDiv(start, length) + 1) * length);
            slots.add(TimeRange.halfOpen(start, end));
            start = end;
        }
        return slots;
    }
}
