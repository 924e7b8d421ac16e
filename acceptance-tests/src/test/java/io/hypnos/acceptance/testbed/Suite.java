package io.hypnos.acceptance.testbed;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.RoleLauncher;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.service.flags.FlagOutcome;
import io.hypnos.service.flags.FlagProperties;
import io.hypnos.service.flags.Variables;

/// Roles in this process, each in a context of its own, speaking to each other over real ports. Closing stops them in good order, last started first.
public final class Suite implements AutoCloseable {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /// Starts a role on free ports of the loopback interface and returns without waiting for it to be ready.
    public RunningRole start(Role<?> role, String... flags) {
        RunningRole running = launch(role, flags);
        started.push(() -> {
            if (!running.stop()) {
                throw new AssertionError(running.instance() + " did not stop in good order");
            }
        });
        return running;
    }

    /// The same, and waits until it is ready.
    public RunningRole startReady(Role<?> role, String... flags) throws InterruptedException {
        RunningRole running = start(role, flags);
        Await.until(running.instance() + " is ready: " + running.reasons(), running::isReady);
        return running;
    }

    /// Has something else ended with the roles, before those started earlier.
    public <T extends AutoCloseable> T with(T other) {
        started.push(other);
        return other;
    }

    /// A client of a role's HTTP port.
    public PrometheusApi api(RunningRole role) {
        return with(new PrometheusApi(URI.create("http://127.0.0.1:" + role.httpPort())));
    }

    /// How a role's gRPC port is reached.
    public static String grpc(RunningRole role) {
        return "127.0.0.1:" + role.grpcPort();
    }

    private static <F> RunningRole launch(Role<F> role, String... flags) {
        var arguments = new ArrayList<>(List.of(flags));
        addIfAbsent(arguments, "--http-address");
        if (!role.name().equals("compact")) {
            addIfAbsent(arguments, "--grpc-address");
        }
        Variables variables = Variables.ofEnvironment();
        return switch (role.flags().parse(arguments, FlagProperties.ofProcess(FlagProperties.PREFIX), variables)) {
            case FlagOutcome.Run<F>(var parsed) -> RoleLauncher.start(role, role.name(), parsed, variables);
            case FlagOutcome.Help<F> help -> throw new IllegalArgumentException("a role that only helps");
            case FlagOutcome.Version<F> version -> throw new IllegalArgumentException("a role that tells its version");
        };
    }

    private static void addIfAbsent(List<String> arguments, String flag) {
        if (arguments.stream().noneMatch(argument -> argument.startsWith(flag + "="))) {
            arguments.add(flag + "=127.0.0.1:0");
        }
    }

    @Override
    public void close() throws Exception {
        Throwable failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception | AssertionError e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        switch (failure) {
            case null -> {
                // All ended well.
            }
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }
}
