package io.hypnos.query.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hypnos.query.QueryApplication;
import io.hypnos.service.boot.RawHttp;

/// The query service in a JVM of its own, with the options it is shipped with, on a port that it chose itself.
final class ChildQuerier implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("msg=started .*http=([0-9]+)");
    private static final Pattern HEAP = Pattern
            .compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"\\} ([0-9.E+]+)$");

    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final int port;

    ChildQuerier(String heap, String... flags) throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        Path options = Path.of(System.getProperty("hypnos.root"), "all-in-one", "jvm.options");
        var command = new ArrayList<>(List.of(home.resolve("bin/java").toString(), "@" + options, heap, "-cp",
                System.getProperty("java.class.path"), QueryApplication.class.getName(), "--http-address=127.0.0.1:0",
                "--grpc-address=127.0.0.1:0"));
        command.addAll(List.of(flags));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var started = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> follow(started));
        port = started.get(120, TimeUnit.SECONDS);
    }

    private void follow(CompletableFuture<Integer> started) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
                Matcher matcher = STARTED.matcher(line);
                if (matcher.find()) {
                    started.complete(Integer.valueOf(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            log.add("log ends: " + e);
        }
        started.completeExceptionally(new IllegalStateException("the querier ended: " + log));
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> log() {
        return List.copyOf(log);
    }

    /// Bytes of the heap that are in use after a collection.
    long heapAfterCollection() throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.run").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        Matcher matcher = HEAP.matcher(RawHttp.get(port, "/metrics").text());
        if (!matcher.find()) {
            throw new AssertionError("no heap among the metrics");
        }
        return (long) Double.parseDouble(matcher.group(1));
    }

    /// The most memory that the process has had so far, as the kernel counts it; empty where the kernel does not say.
    String peakResident() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return "";
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).findFirst().orElse("")
                .replaceAll("\\s+", " ");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
