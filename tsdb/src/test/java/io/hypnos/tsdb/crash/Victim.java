package io.hypnos.tsdb.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.step.Step;

/// A running [VictimProcess], until it is killed the hard way.
final class Victim implements AutoCloseable {

    private static final int MINUTES = 2;

    private final Process process;
    private final BufferedReader output;

    private Victim(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /// Returns when it writes, or at once where a step is given, for it may pass that while it opens its database.
    ///
    /// @param step  where it is going to wait to be killed; null to be killed at any moment
    /// @param times how often it passes there
    static Victim start(Path directory, Load load, Journal journal, @Nullable Step step, int times)
            throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-cp", classPath,
                VictimProcess.class.getName(), directory.toString(), journal.file().toString(), "" + load.seed(),
                "" + load.late(), "" + journal.nextTime(), step == null ? "-" : step.name(), "" + times);
        var victim = new Victim(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        victim.giveUpAfter(MINUTES);
        if (step == null) {
            victim.await("ready");
        }
        return victim;
    }

    /// Ends it when it does not come to its step, so that nobody waits for it forever.
    private void giveUpAfter(int minutes) {
        Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void await(String word) throws IOException {
        String line;
        do {
            line = output.readLine();
            if (line == null || line.startsWith("failed")) {
                throw new AssertionError("waited for '" + word + "' and got: " + line);
            }
        } while (!line.equals(word));
    }

    /// Kills it when it has come to its step.
    void killAtStep() throws IOException, InterruptedException {
        await("there");
        kill();
    }

    /// Kills it after some milliseconds of work.
    void killAfter(Random random, int millis) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(1 + random.nextInt(millis * 1000)));
        if (!process.isAlive()) {
            throw new AssertionError("ended by itself");
        }
        kill();
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
