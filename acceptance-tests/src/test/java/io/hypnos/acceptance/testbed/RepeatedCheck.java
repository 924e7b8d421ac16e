package io.hypnos.acceptance.testbed;

import org.jspecify.annotations.Nullable;

/// A check that is made again and again by a thread of its own while a test does something else, each time for the newest value given.
public final class RepeatedCheck implements AutoCloseable {

    private final Thread thread;
    private final Check check;
    private volatile long value;
    private volatile int checks;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    /// Throws when what is checked does not hold.
    @FunctionalInterface
    public interface Check {
        void of(long value) throws Exception;
    }

    private RepeatedCheck(long value, Check check) {
        this.value = value;
        this.check = check;
        this.thread = Thread.ofPlatform().name("check").unstarted(this::run);
    }

    public static RepeatedCheck start(long value, Check check) {
        var started = new RepeatedCheck(value, check);
        started.thread.start();
        return started;
    }

    /// Has the next check made with another value.
    public void value(long next) {
        value = next;
    }

    /// Number of checks that were made.
    public int checks() {
        return checks;
    }

    /// Whether no check has failed so far.
    ///
    /// @throws AssertionError at the end of a failed check
    public boolean holds() {
        Throwable failed = failure;
        if (failed != null) {
            throw new CheckFailedError("check " + checks + " failed", failed);
        }
        return true;
    }

    /// Nothing that is worth waiting for an end of.
    public static final class CheckFailedError extends Error {
        private static final long serialVersionUID = 1L;

        CheckFailedError(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private void run() {
        while (!stopping) {
            try {
                check.of(value);
                checks++;
            } catch (Exception | AssertionError e) {
                failure = e;
                return;
            }
        }
    }

    /// Waits for the end of the check under way; fails if any has failed.
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        boolean unused = holds();
    }
}
