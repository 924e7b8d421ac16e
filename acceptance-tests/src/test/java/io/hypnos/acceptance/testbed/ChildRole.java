package io.hypnos.acceptance.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A role in a process of its own, for tests that need its exit code, what it prints, or to kill it.
public final class ChildRole implements AutoCloseable {

    private static final String PROGRAM = "io.hypnos.allinone.HypnosCommand";

    private final Process process;
    private final Path log;

    /// Starts the `hypnos` program.
    ///
    /// @param log       gets all that it prints
    /// @param arguments the role first
    public static ChildRole start(Path log, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx400m", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), PROGRAM));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        return new ChildRole(process, log);
    }

    private ChildRole(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public String printed() throws IOException {
        return Files.readString(log);
    }

    /// Waits until its HTTP port says that it is ready.
    public void awaitReady(String httpAddress) throws Exception {
        try (var api = new PrometheusApi(URI.create("http://" + httpAddress))) {
            Await.until("the role at " + httpAddress + " is ready", () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("exit code " + process.exitValue() + ":\n" + printed());
                }
                return api.text("/-/ready").status() == 200;
            });
        }
    }

    /// Waits until it ends by itself.
    public int awaitExit() throws IOException, InterruptedException {
        if (!process.waitFor(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it still runs:\n" + printed());
        }
        return process.exitValue();
    }

    /// Ends it as `kill -9` does.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Asks it to stop, as SIGTERM does, and waits until it has.
    public int stop() throws IOException, InterruptedException {
        process.destroy();
        return awaitExit();
    }

    @Override
    public void close() throws InterruptedException {
        Program.end(process);
    }
}
