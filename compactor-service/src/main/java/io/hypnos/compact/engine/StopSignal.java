package io.hypnos.compact.engine;

import java.io.IOException;
import java.io.InterruptedIOException;

import io.hypnos.compact.engine.Lease.LeaseLostException;

/// Tells failures that end one piece of work from those that end all of it: the thread was interrupted, or the right to work is gone.
final class StopSignal {

    private StopSignal() {}

    /// Throws what ends all work, and returns for everything else. An [InterruptedIOException] alone says nothing: timeouts of sockets are such.
    static void passOn(Exception failure) throws IOException {
        if (failure instanceof LeaseLostException lost) {
            throw lost;
        }
        if (Thread.currentThread().isInterrupted()) {
            var interrupted = new InterruptedIOException("the compactor was told to stop");
            interrupted.initCause(failure);
            throw interrupted;
        }
    }
}
