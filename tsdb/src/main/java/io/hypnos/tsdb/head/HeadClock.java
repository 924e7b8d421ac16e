package io.hypnos.tsdb.head;

/// Which times the head holds, and which it takes. Changed by batches at their end and by truncation.
///
/// A truncation finds out what is left by walking over the series, and batches go on meanwhile: what they add behind its back is noted apart, from
/// its beginning to its end.
final class HeadClock {

    private final HeadOptions options;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private long minLateTime = Long.MAX_VALUE;
    private long maxLateTime = Long.MIN_VALUE;
    private long minValid = Long.MIN_VALUE;
    private long minTimeSince = Long.MAX_VALUE;
    private long minLateSince = Long.MAX_VALUE;
    private long maxLateSince = Long.MIN_VALUE;

    HeadClock(HeadOptions options) {
        this.options = options;
    }

    /// The oldest in-order sample; `Long.MAX_VALUE` when there is none.
    synchronized long minTime() {
        return minTime;
    }

    /// The newest in-order sample; `Long.MIN_VALUE` when there is none.
    synchronized long maxTime() {
        return maxTime;
    }

    synchronized long minLateTime() {
        return minLateTime;
    }

    synchronized long maxLateTime() {
        return maxLateTime;
    }

    /// Nothing older is taken in order, because it is in blocks or would overlap them.
    synchronized long minValid() {
        return minValid;
    }

    synchronized void raiseMinValid(long time) {
        minValid = Math.max(minValid, time);
    }

    /// What a batch that begins now is held against.
    synchronized AppendBounds bounds(int batch, ReadLeases leases) {
        long oldest = minValid;
        long lateFrom = Long.MAX_VALUE;
        boolean empty = maxTime == Long.MIN_VALUE;
        if (!empty) {
            oldest = Math.max(oldest, maxTime - options.blockRange() / 2);
        }
        long window = options.outOfOrder().window();
        if (window > 0) {
            lateFrom = empty ? Long.MIN_VALUE : maxTime - window;
        }
        return new AppendBounds(oldest, lateFrom, batch, leases.any(), leases.oldestSnapshot());
    }

    synchronized void extend(long min, long max) {
        minTime = Math.min(minTime, min);
        minTimeSince = Math.min(minTimeSince, min);
        maxTime = Math.max(maxTime, max);
    }

    synchronized void extendLate(long min, long max) {
        minLateTime = Math.min(minLateTime, min);
        minLateSince = Math.min(minLateSince, min);
        maxLateTime = Math.max(maxLateTime, max);
        maxLateSince = Math.max(maxLateSince, max);
    }

    /// To be called before a truncation looks at the first series.
    synchronized void truncating() {
        minTimeSince = Long.MAX_VALUE;
        minLateSince = Long.MAX_VALUE;
        maxLateSince = Long.MIN_VALUE;
    }

    /// Notes that nothing before `valid` is left in order, and that `oldest` is the oldest time that was found.
    synchronized void truncated(long oldest, long valid) {
        minTime = Math.min(oldest, minTimeSince);
        minValid = Math.max(minValid, valid);
    }

    /// Notes the range of late samples that was found.
    synchronized void lateTruncated(long min, long max) {
        minLateTime = Math.min(min, minLateSince);
        maxLateTime = Math.max(max, maxLateSince);
    }
}
