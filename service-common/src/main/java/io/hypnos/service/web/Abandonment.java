package io.hypnos.service.web;

import java.util.ArrayList;
import java.util.List;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Whether the client of one request is gone, and what is to be done then.
final class Abandonment {

    @GuardedBy("this")
    private final List<Runnable> actions = new ArrayList<>();
    @GuardedBy("this")
    private boolean abandoned;

    void add(Runnable action) {
        synchronized (this) {
            if (!abandoned) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    void abandon() {
        List<Runnable> todo;
        synchronized (this) {
            if (abandoned) {
                return;
            }
            abandoned = true;
            todo = List.copyOf(actions);
        }
        todo.forEach(Runnable::run);
    }
}
