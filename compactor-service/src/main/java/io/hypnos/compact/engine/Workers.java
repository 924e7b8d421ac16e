package io.hypnos.compact.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does pieces of work that keep a processor busy, some at once, on platform threads: on virtual ones they would starve the probes of the process.
/// A single worker is the calling thread.
final class Workers {

    private Workers() {}

    /// What is done with one item.
    interface Action<T> {
        void accept(T item) throws IOException;
    }

    /// Returns when all is done. A failure ends the rest and is thrown.
    static <T> void forEach(Collection<T> items, int atOnce, String name, Action<T> action) throws IOException {
        if (atOnce <= 1 || items.size() <= 1) {
            for (T item : items) {
                action.accept(item);
            }
            return;
        }
        var futures = new ArrayList<Future<?>>();
        try (var executor = Executors.newFixedThreadPool(Math.min(atOnce, items.size()),
                Thread.ofPlatform().name(name + "-", 0).factory())) {
            for (T item : items) {
                futures.add(executor.submit(() -> {
                    action.accept(item);
                    return item;
                }));
            }
            try {
                awaitAll(futures);
            } catch (IOException | RuntimeException e) {
                executor.shutdownNow();
                throw e;
            }
        }
    }

    private static void awaitAll(Collection<Future<?>> futures) throws IOException {
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException failure -> throw failure;
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> throw new IllegalStateException(e);
                }
            } catch (CancellationException e) {
                throw new IllegalStateException("nobody cancels work but who waits for it", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for " + futures.size() + " pieces of work");
            }
        }
    }
}
