package io.hypnos.tsdb.head;

import java.util.concurrent.locks.StampedLock;

/// Keeps batches apart from the moments at which none may be under way. Many batches pass at once.
///
/// Two stretches of a batch are guarded: from looking its series up until it has appended to them no series may be removed, and while it
/// appends no reader may begin. A reader that begins therefore finds every batch as a whole, there or not there.
final class BatchGate {

    private final StampedLock removal = new StampedLock();
    private final StampedLock visibility = new StampedLock();

    /// A batch looks up its series.
    long enter() {
        return removal.readLock();
    }

    void leave(long stamp) {
        removal.unlockRead(stamp);
    }

    /// A batch begins to append.
    long beginAppending() {
        return visibility.readLock();
    }

    void endAppending(long stamp) {
        visibility.unlockRead(stamp);
    }

    /// Waits until no batch means any series.
    long closeToBatches() {
        return removal.writeLock();
    }

    void openToBatches(long stamp) {
        removal.unlockWrite(stamp);
    }

    /// Waits until no batch appends.
    long closeToAppending() {
        return visibility.writeLock();
    }

    void openToAppending(long stamp) {
        visibility.unlockWrite(stamp);
    }
}
