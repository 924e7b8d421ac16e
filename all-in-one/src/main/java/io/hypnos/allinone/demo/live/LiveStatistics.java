package io.hypnos.allinone.demo.live;

import java.util.concurrent.atomic.LongAdder;

/// What the live writers have done. Safe for use by many threads.
public final class LiveStatistics {

    private final LongAdder stored = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    void stored(int samples) {
        stored.add(samples);
    }

    void dropped(int samples) {
        dropped.add(samples);
    }

    /// Samples that a receiver acknowledged.
    public long stored() {
        return stored.sum();
    }

    /// Samples that were refused, or waited too long.
    public long dropped() {
        return dropped.sum();
    }
}
