package io.hypnos.tsdb.head;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.block.Intervals;

/// Time ranges of series that a log says are deleted. Hypnos deletes nothing in the head itself; a directory taken over from Prometheus may
/// have such records.
final class HeadDeletions {

    private final Map<Integer, Intervals> bySlot = new HashMap<>();
    private volatile boolean any;

    /// Whether anything is deleted at all.
    boolean any() {
        return any;
    }

    synchronized void add(int slot, long min, long max) {
        bySlot.put(slot, bySlot.getOrDefault(slot, Intervals.NONE).with(min, max));
        any = true;
    }

    synchronized @Nullable Intervals of(int slot) {
        return bySlot.get(slot);
    }

    synchronized void forget(int slot) {
        bySlot.remove(slot);
        any = !bySlot.isEmpty();
    }
}
