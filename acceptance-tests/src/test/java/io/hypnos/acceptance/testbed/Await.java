package io.hypnos.acceptance.testbed;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// Waits for what will come true, asking again and again until a deadline that only a failure reaches.
public final class Await {

    /// Long enough for a machine that is busy with other things.
    public static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("acc.patience", 90));

    private static final long PAUSE_MILLIS = 50;

    private Await() {}

    /// Returns once the condition holds.
    ///
    /// @param what is named when it never does
    /// @throws AssertionError with the last failure of the condition, if that was how it ended
    public static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        boolean unused = value(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /// Returns the first value that there is.
    public static <T> T value(String what, Callable<Optional<T>> source) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Throwable last;
        do {
            last = null;
            try {
                Optional<T> found = source.call();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | AssertionError e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } while (System.nanoTime() < deadline);
        throw failure(what, last);
    }

    /// Returns once the assertions hold.
    public static void untilAsserted(String what, Assertions assertions) throws InterruptedException {
        until(what, () -> {
            assertions.check();
            return true;
        });
    }

    /// Throws while it does not hold.
    @FunctionalInterface
    public interface Assertions {
        void check() throws Exception;
    }

    private static AssertionError failure(String what, @Nullable Throwable last) {
        return new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain: " + what, last);
    }
}
