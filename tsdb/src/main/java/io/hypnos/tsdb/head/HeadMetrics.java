package io.hypnos.tsdb.head;

import java.util.concurrent.atomic.LongAdder;

import io.hypnos.tsdb.write.AppendResult;
import io.hypnos.tsdb.write.BatchResult;

/// What one head counts. Read by whoever publishes metrics.
///
/// Samples in = `floatsAppended` + `histogramsAppended` + the refused ones of every reason; `lateAppended` are among the appended ones.
public final class HeadMetrics {

    public final LongAdder floatsAppended = new LongAdder();
    public final LongAdder histogramsAppended = new LongAdder();
    public final LongAdder lateAppended = new LongAdder();
    public final LongAdder exemplarsAppended = new LongAdder();
    public final LongAdder exemplarsRefused = new LongAdder();
    public final LongAdder seriesCreated = new LongAdder();
    public final LongAdder seriesRemoved = new LongAdder();
    public final LongAdder batches = new LongAdder();
    public final LongAdder batchesRefused = new LongAdder();
    public final LongAdder keysUnknown = new LongAdder();
    public final LongAdder chunksWritten = new LongAdder();
    public final LongAdder truncations = new LongAdder();
    public final LongAdder cuts = new LongAdder();
    public final LongAdder cutFailures = new LongAdder();
    public final LongAdder cutNanos = new LongAdder();
    public final LongAdder readsEnded = new LongAdder();
    public final LongAdder replayNanos = new LongAdder();
    public final LongAdder replayUnknownReferences = new LongAdder();

    private final LongAdder[] refused = new LongAdder[AppendResult.values().length];

    public HeadMetrics() {
        for (int i = 0; i < refused.length; i++) {
            refused[i] = new LongAdder();
        }
    }

    /// Samples that met with a result which did not store them.
    public long refused(AppendResult result) {
        return refused[result.ordinal()].sum();
    }

    void note(BatchResult result) {
        for (AppendResult each : AppendResult.values()) {
            if (!each.stored() && result.count(each) > 0) {
                refused[each.ordinal()].add(result.count(each));
            }
        }
    }
}
