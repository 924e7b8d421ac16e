package io.hypnos.acceptance.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Prometheus server of this machine with a configuration and a data directory of the test's.
public final class RealPrometheus implements AutoCloseable {

    private static final int ATTEMPTS = 900;

    private final Process process;
    private final PrometheusApi api;

    /// Starts it and waits until it is ready.
    ///
    /// @param directory  gets its configuration, its log and, in `data`, its blocks
    /// @param listen     its address
    /// @param configuration in YAML
    /// @param flags      besides those of its address and its files
    public static RealPrometheus start(Path directory, String listen, String configuration, String... flags)
            throws IOException, InterruptedException {
        Program program = Program.prometheus();
        Path config = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        var arguments = new ArrayList<>(List.of("--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=" + listen));
        arguments.addAll(List.of(flags));
        Path log = directory.resolve("prometheus.log");
        var started = new RealPrometheus(program.start(log, arguments), URI.create("http://" + listen));
        started.awaitReady(log);
        return started;
    }

    private RealPrometheus(Process process, URI base) {
        this.process = process;
        this.api = new PrometheusApi(base);
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        for (int i = 0; !isReady(); i++) {
            if (i == ATTEMPTS || !process.isAlive()) {
                close();
                throw new IOException("prometheus did not become ready:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return api.text("/-/ready").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public PrometheusApi api() {
        return api;
    }

    @Override
    public void close() throws InterruptedException {
        Program.end(process);
        api.close();
    }
}
