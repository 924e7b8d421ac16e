package io.hypnos.query.load;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.hypnos.service.boot.RawHttp;

/// Asks a process over and over whether it is healthy, on a thread of its own.
final class HealthWatch implements AutoCloseable {

    private final AtomicLong slowestNanos = new AtomicLong();
    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    HealthWatch(int port) {
        thread = Thread.ofPlatform().name("health").start(() -> watch(port));
    }

    private void watch(int port) {
        try {
            while (!ended) {
                long asked = System.nanoTime();
                int status = RawHttp.get(port, "/-/healthy").status();
                if (status != 200) {
                    throw new AssertionError("/-/healthy says " + status);
                }
                slowestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max);
                Thread.sleep(20);
            }
        } catch (AssertionError | RuntimeException | InterruptedException e) {
            failure = e;
        }
    }

    /// The longest that an answer has taken so far.
    long slowestMillis() {
        return slowestNanos.get() / 1_000_000;
    }

    /// @throws AssertionError when the process was not healthy at some time, or did not say so
    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        if (failure != null) {
            throw new AssertionError("not healthy", failure);
        }
    }
}
