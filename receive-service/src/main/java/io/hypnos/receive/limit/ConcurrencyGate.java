package io.hypnos.receive.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Makes requests wait while too many others are worked on. The limit can change at any time.
public final class ConcurrencyGate {

    @GuardedBy("this")
    private int limit;
    @GuardedBy("this")
    private int inside;

    /// @param most that may be inside; 0 for any number
    synchronized void limit(int most) {
        limit = most;
        notifyAll();
    }

    /// Waits for a place, which must be given back by [#leave].
    public synchronized void enter() throws InterruptedException {
        while (limit > 0 && inside >= limit) {
            wait();
        }
        inside++;
    }

    public synchronized void leave() {
        inside--;
        notify();
    }
}
