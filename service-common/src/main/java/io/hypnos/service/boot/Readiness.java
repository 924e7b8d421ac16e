package io.hypnos.service.boot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Whether a role is ready for work, and what it waits for if not. Ready means: started, every condition met, and not stopping.
public final class Readiness {

    private static final String STARTING = "starting";
    private static final String STOPPING = "stopping";

    @GuardedBy("this")
    private final Map<String, String> reasons = new LinkedHashMap<>();
    @GuardedBy("this")
    private final List<Consumer<Boolean>> listeners = new ArrayList<>();
    @GuardedBy("this")
    private boolean announced;

    public Readiness() {
        reasons.put(STARTING, "the servers are starting");
    }

    /// Adds a condition that is not met yet.
    ///
    /// @param name   unique within the role
    /// @param reason what is waited for, for the operator
    public Condition require(String name, String reason) {
        var condition = new Condition(name);
        condition.unmet(reason);
        return condition;
    }

    public synchronized boolean isReady() {
        return reasons.isEmpty();
    }

    /// Why the role is not ready, `name: reason` each; empty when it is.
    public synchronized List<String> reasons() {
        return reasons.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue()).toList();
    }

    /// Tells `listener` about every change from now on, and at once how it is.
    public synchronized void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
        listener.accept(isReady());
    }

    void started() {
        set(STARTING, "");
    }

    void stopping() {
        set(STOPPING, "the service is stopping");
    }

    synchronized boolean isStopping() {
        return reasons.containsKey(STOPPING);
    }

    private synchronized void set(String name, String reason) {
        if (reason.isEmpty()) {
            reasons.remove(name);
        } else {
            reasons.put(name, reason);
        }
        boolean ready = isReady();
        if (ready != announced) {
            announced = ready;
            listeners.forEach(listener -> listener.accept(ready));
        }
    }

    /// One thing that must hold before work can be done.
    public final class Condition {
        private final String name;

        private Condition(String name) {
            this.name = name;
        }

        public void met() {
            set(name, "");
        }

        public void unmet(String reason) {
            set(name, reason);
        }
    }
}
