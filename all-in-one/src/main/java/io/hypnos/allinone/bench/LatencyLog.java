package io.hypnos.allinone.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

import io.hypnos.allinone.bench.load.RequestLog;

/// A file with a line for every request, so that latencies can be held against what the receiver did at the time:
///
///     <epoch milliseconds of the answer> <microseconds since the request was due> <ok | failed>
///
/// Safe for use by many threads.
final class LatencyLog implements RequestLog, AutoCloseable {

    private final InstantSource clock;
    private final BufferedWriter file;

    /// Replaces the file.
    LatencyLog(Path path, InstantSource clock) throws IOException {
        this.clock = clock;
        this.file = Files.newBufferedWriter(path, UTF_8);
    }

    @Override
    public void finished(boolean acknowledged, long latencyNanos) throws IOException {
        String line = clock.millis() + " " + latencyNanos / 1000 + (acknowledged ? " ok\n" : " failed\n");
        synchronized (this) {
            file.write(line);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
