package io.hypnos.tsdb.wal;

import java.util.concurrent.atomic.LongAdder;

/// What one log counts. Read by whoever publishes metrics.
///
/// `records` in `groups` writes: the more records per group, the more writers share one system call. `damaged` counts what was set aside and
/// should stay at 0; `healed` counts what was damaged and could be restored without loss.
public final class WalMetrics {

    public final LongAdder records = new LongAdder();
    public final LongAdder groups = new LongAdder();
    public final LongAdder bytesWritten = new LongAdder();
    public final LongAdder bytesBeforeCompression = new LongAdder();
    public final LongAdder writeFailures = new LongAdder();
    public final LongAdder syncs = new LongAdder();
    public final LongAdder syncNanos = new LongAdder();
    public final LongAdder syncFailures = new LongAdder();
    public final LongAdder segmentsStarted = new LongAdder();
    public final LongAdder truncations = new LongAdder();
    public final LongAdder truncationFailures = new LongAdder();
    public final LongAdder checkpoints = new LongAdder();
    public final LongAdder checkpointFailures = new LongAdder();
    public final LongAdder checkpointsDeleted = new LongAdder();
    public final LongAdder damaged = new LongAdder();
    public final LongAdder damagedBytes = new LongAdder();
    public final LongAdder healed = new LongAdder();
    public final LongAdder tornTails = new LongAdder();
}
