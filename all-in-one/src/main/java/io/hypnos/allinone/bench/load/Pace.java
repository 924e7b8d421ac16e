package io.hypnos.allinone.bench.load;

import java.util.concurrent.locks.LockSupport;

/// Time as a sender sees it.
public interface Pace {

    /// Nanoseconds from some fixed point.
    long nanos();

    /// Milliseconds since the epoch.
    long millis();

    /// Returns when [#nanos] has reached a moment; at once when it has passed.
    ///
    /// @throws InterruptedException when the thread is interrupted before
    void sleepUntil(long nanos) throws InterruptedException;

    /// The time of this machine.
    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public void sleepUntil(long nanos) throws InterruptedException {
            for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    };
}
