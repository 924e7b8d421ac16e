package io.hypnos.query.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    /// @param heap  option of the JVM; further ones may stand in the system property `heavy.jvm`, separated by blanks
    /// @param flags of the role
    ChildQuerier(String heap, String... flags) throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        Path options = Path.of(System.getProperty("hypnos.root"), "all-in-one", "jvm.options");
        var command = new ArrayList<>(List.of(home.resolve("bin/java").toString(), "@" + options, heap));
        Arrays.stream(System.getProperty("heavy.jvm", "").split(" ")).filter(o -> !o.isEmpty()).forEach(command::add);
        // Pools of buffers grow with the number of processors.
        command.addAll(List.of("-XX:ActiveProcessorCount=2", "-cp", System.getProperty("java.class.path"),
                QueryApplication.class.getName(),
                "--http-address=127.0.0.1:0",
                "--grpc-address=127.0.0.1:0"));
        command.addAll(List.of(flags));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        process = builder.start();
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

    /// Megabytes of memory that the process has, as the kernel counts them; 0 where the kernel does not say.
    long residentMegabytes() throws IOException {
        return kernelMegabytes("VmRSS");
    }

    /// The most that [#residentMegabytes] has been so far.
    long peakMegabytes() throws IOException {
        return kernelMegabytes("VmHWM");
    }

    /// [#residentMegabytes] once it has stopped falling: the collector gives memory back to the system little by little.
    long settledMegabytes() throws IOException, InterruptedException {
        long now = residentMegabytes();
        for (long before = Long.MAX_VALUE; now < before; now = residentMegabytes()) {
            before = now;
            Thread.sleep(1_000);
        }
        return now;
    }

    private long kernelMegabytes(String field) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10).findFirst().orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
