package io.hypnos.allinone.up;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// The roles of an installation, started and stopped together. Safe for use by many threads.
final class LocalSuite {

    private final Installation installation;
    private final RoleStarter starter;
    @GuardedBy("this")
    private final Map<Instance, RoleStarter.Started> started = new LinkedHashMap<>();
    @GuardedBy("this")
    private boolean stopping;

    LocalSuite(Installation installation, RoleStarter starter) {
        this.installation = installation;
        this.starter = starter;
    }

    /// Starts all roles, as many at once as there are processors; returns once all have their ports open.
    ///
    /// @throws RoleStartException when one cannot start; those that could are still running then
    void start() throws InterruptedException {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        try (var executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("start-", 0).factory())) {
            List<Future<?>> pending = new ArrayList<>();
            for (Instance instance : installation.instances()) {
                pending.add(executor.submit(() -> start(instance)));
            }
            for (Future<?> one : pending) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    executor.shutdownNow();
                    throw e.getCause() instanceof RoleStartException cause
                            ? cause
                            : new RoleStartException(String.valueOf(e.getCause()), e);
                }
            }
        }
    }

    private void start(Instance instance) {
        synchronized (this) {
            if (stopping) {
                return;
            }
        }
        RoleStarter.Started running = starter.start(instance);
        boolean tooLate;
        synchronized (this) {
            tooLate = stopping;
            if (!tooLate) {
                started.put(instance, running);
            }
        }
        if (tooLate) {
            running.stop();
        }
    }

    /// Names of started roles that have ended by themselves.
    synchronized List<String> ended() {
        return stopping
                ? List.of()
                : started.entrySet().stream().filter(entry -> !entry.getValue().isAlive())
                        .map(entry -> entry.getKey().name())
                        .toList();
    }

    /// Starts a role that has ended by itself once more, in the background.
    ///
    /// @param failed is told why that was not possible
    void startAgain(String name, Consumer<String> failed) {
        Instance instance;
        synchronized (this) {
            instance = started.keySet().stream().filter(known -> known.name().equals(name)).findFirst().orElse(null);
            if (instance == null || stopping) {
                return;
            }
            started.remove(instance);
        }
        Thread.ofVirtual().name("restart-" + name).start(() -> {
            try {
                start(instance);
            } catch (RoleStartException e) {
                failed.accept(String.valueOf(e.getMessage()));
            }
        });
    }

    /// Stops what was started: first those that take requests, then the receivers, each kind at once. Returns whether all went well.
    boolean stop() {
        Map<Instance, RoleStarter.Started> running;
        synchronized (this) {
            stopping = true;
            running = new LinkedHashMap<>(started);
            started.clear();
        }
        boolean well = stopAll(running, false);
        return stopAll(running, true) && well;
    }

    private static boolean stopAll(Map<Instance, RoleStarter.Started> running, boolean receivers) {
        boolean well = true;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = running.entrySet().stream()
                    .filter(entry -> entry.getKey().role().equals("receive") == receivers)
                    .map(entry -> executor.submit(() -> entry.getValue().stop())).toList();
            for (Future<Boolean> one : pending) {
                well &= one.get();
            }
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return well;
    }
}
