package io.hypnos.service.web;

import java.time.Duration;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Counts the requests that are being worked on, so that a role can stop without breaking one.
public final class RequestGate {

    @GuardedBy("this")
    private int running;
    @GuardedBy("this")
    private boolean closed;

    /// Lets a request in; false once the gate is closed. Who was let in must [#leave].
    public synchronized boolean enter() {
        if (closed) {
            return false;
        }
        running++;
        return true;
    }

    public synchronized void leave() {
        running--;
        if (running == 0) {
            notifyAll();
        }
    }

    /// Lets nobody in any more.
    public synchronized void close() {
        closed = true;
    }

    /// Waits until nobody is inside, at most for `patience`; returns how many still are.
    public synchronized int awaitEmpty(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (running > 0) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        return running;
    }
}
