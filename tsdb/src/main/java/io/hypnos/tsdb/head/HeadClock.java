package io.hypnos.tsdb.head;

/// Which times the head holds, and which it takes. Changed by batches at their end and by truncation.
final class HeadClock {

    private final HeadOptions options;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private long minLateTime = Long.MAX_VALUE;
    private long maxLateTime = Long.MIN_VALUE;
    private long minValid = Long.MIN_VALUE;

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
        maxTime = Math.max(maxTime, max);
    }

    synchronized void extendLate(long min, long max) {
        minLateTime = Math.min(minLateTime, min);
        maxLateTime = Math.max(maxLateTime, max);
    }

    /// Notes that nothing before `time` is left in order.
    synchronized void truncated(long oldest, long valid) {
        minTime = oldest;
        minValid = Math.max(minValid, valid);
    }

    synchronized void lateTruncated(long min, long max) {
        minLateTime = min;
        maxLateTime = max;
    }
}
