package io.hypnos.acceptance.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program of Prometheus' package, as it is installed on this machine.
public final class Program {

    private final String path;

    private Program(String path) {
        this.path = path;
    }

    public static Program prometheus() {
        return installed("prometheus");
    }

    public static Program promtool() {
        return installed("promtool");
    }

    /// Skips the test where the program is not installed; fails it there when HYPNOS_REQUIRE_PROMETHEUS is `true`.
    private static Program installed(String name) {
        var found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("HYPNOS_REQUIRE_PROMETHEUS"))) {
            throw new IllegalStateException(name + " is not installed, and HYPNOS_REQUIRE_PROMETHEUS is set");
        }
        assumeTrue(found.isPresent(), name + " is not installed (Debian: apt-get install prometheus)");
        return new Program(found.orElseThrow().toString());
    }

    /// What a run ended with.
    public record Ended(int exitCode, String out, String err) {

        /// Standard output of a run that went well.
        public String success() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + "\n" + out + "\n" + err);
            }
            return out;
        }
    }

    /// Runs it to its end.
    public Ended run(String... arguments) throws IOException, InterruptedException {
        Path err = Files.createTempFile("program", ".err");
        Process process = new ProcessBuilder(command(arguments)).redirectError(err.toFile()).start();
        try {
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(process.waitFor(), out, Files.readString(err));
        } finally {
            end(process);
            Files.delete(err);
        }
    }

    /// Starts it, with all that it prints going to a file.
    Process start(Path log, List<String> arguments) throws IOException {
        return new ProcessBuilder(command(arguments.toArray(String[]::new))).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
    }

    private List<String> command(String... arguments) {
        var command = new ArrayList<String>();
        command.add(path);
        command.addAll(List.of(arguments));
        return command;
    }

    /// Ends a process, first politely.
    static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
