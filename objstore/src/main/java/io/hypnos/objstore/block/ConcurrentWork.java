package io.hypnos.objstore.block;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Independent pieces of work that mostly wait, done on virtual threads, a limited number at a time.
public final class ConcurrentWork {

    /// What is done with one item.
    public interface Action<T> {
        void accept(T item) throws IOException;
    }

    private ConcurrentWork() {}

    /// Does `action` for every item and returns when all is done. After a failure nothing new is begun, what runs is interrupted, and the
    /// failure is thrown when it has ended.
    ///
    /// @param atOnce at least 1
    public static <T> void forEach(Collection<T> items, int atOnce, Action<T> action) throws IOException {
        List<T> list = List.copyOf(items);
        if (list.size() <= 1 || atOnce <= 1) {
            for (T item : list) {
                action.accept(item);
            }
            return;
        }
        var next = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var workers = new ArrayList<Future<?>>();
            for (int i = 0; i < Math.min(atOnce, list.size()); i++) {
                workers.add(executor.submit(() -> {
                    try {
                        for (int at = next.getAndIncrement(); at < list.size(); at = next.getAndIncrement()) {
                            action.accept(list.get(at));
                        }
                    } catch (IOException | RuntimeException | Error e) {
                        next.set(list.size());
                        throw e;
                    }
                    return null;
                }));
            }
            await(workers);
        }
    }

    private static void await(List<Future<?>> workers) throws IOException {
        Throwable failure = null;
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = e.getCause();
                    workers.forEach(other -> other.cancel(true));
                }
            } catch (CancellationException e) {
                // Cancelled because of the failure that is reported.
            } catch (InterruptedException e) {
                workers.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for concurrent work");
            }
        }
        switch (failure) {
            case null -> {
            }
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
