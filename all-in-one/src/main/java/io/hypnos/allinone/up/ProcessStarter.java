package io.hypnos.allinone.up;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts every role as a process of its own, with the JVM, the JVM's options and the class path of this one. What a process logs goes to a file with
/// its name in the data directory.
final class ProcessStarter implements RoleStarter {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    /// Longer than a role takes to stop by itself.
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(5);

    private final Installation installation;
    private final InstallationFiles files;
    private final String mainClass;

    /// @param mainClass of the program, which takes a role as its first argument
    ProcessStarter(Installation installation, InstallationFiles files, String mainClass) {
        this.installation = installation;
        this.files = files;
        this.mainClass = mainClass;
    }

    @Override
    public Started start(Instance instance) {
        Path log = installation.data().resolve(instance.name() + ".log");
        var builder = new ProcessBuilder(command(instance)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(installation.variables(instance));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new RoleStartException(instance.name() + ": " + e.getMessage(), e);
        }
        awaitPort(instance, process, log);
        return new Started() {
            @Override
            public boolean isAlive() {
                return process.isAlive();
            }

            @Override
            public boolean stop() {
                return end(process);
            }
        };
    }

    private List<String> command(Instance instance) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass, instance.role(),
                "@" + files.arguments(instance)));
        return command;
    }

    private static void awaitPort(Instance instance, Process process, Path log) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", instance.http()), 1000);
                return;
            } catch (IOException notYet) {
                try {
                    TimeUnit.MILLISECONDS.sleep(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
        }
        end(process);
        throw new RoleStartException(instance.name() + ": did not start; see " + log);
    }

    private static boolean end(Process process) {
        process.destroy();
        try {
            if (process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }
}
