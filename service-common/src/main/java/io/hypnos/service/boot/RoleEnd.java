package io.hypnos.service.boot;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// How a role ends by itself once it has done what it was started for, such as one pass over a bucket. Most roles never do.
public final class RoleEnd {

    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    /// Asks for the role to be stopped in good order; returns at once. Further calls do nothing.
    ///
    /// @param well whether the work is done; if not, the process ends with an exit code that says so
    public void end(boolean well) {
        ended.complete(well);
    }

    void onEnd(Consumer<Boolean> stop) {
        ended.thenAccept(well -> Thread.ofPlatform().name("end").start(() -> stop.accept(well)));
    }
}
