package io.hypnos.receive.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.service.config.WatchedFile;

/// Follows the hashring file: gives its rings to whoever uses them, at the start and whenever they change. A file that is gone or cannot be
/// used leaves the rings as they were.
public final class HashringWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HashringWatcher.class);

    private final HashringFile file;
    private final RingMetrics metrics;
    private final Consumer<Hashrings> user;
    private final WatchedFile watch;

    /// Reads the file, which may not be there yet, and goes on watching it.
    ///
    /// @param interval at which the file is looked at, besides when it is told to have changed
    /// @param user     takes rings, on one thread at a time
    /// @throws InvalidHashringException when the file is there and cannot be used
    public HashringWatcher(Path path, HashringFile file, Duration interval, RingMetrics metrics,
            Consumer<Hashrings> user) {
        this.file = file;
        this.metrics = metrics;
        this.user = user;
        byte[] first = read(path);
        if (first == null) {
            metrics.failed();
            LOG.atWarn().setMessage("waiting for the hashring file").addKeyValue("file", path).log();
        } else {
            load(first, false);
        }
        this.watch = WatchedFile.start(path, interval, first, (contents, changed) -> looked(path, contents, changed));
    }

    private static byte @Nullable [] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            return null;
        }
    }

    private void looked(Path path, byte @Nullable [] contents, boolean changed) {
        metrics.refreshed();
        if (contents == null) {
            metrics.failed();
            LOG.atError().setMessage("the hashring file cannot be read; keeping the rings").addKeyValue("file", path)
                    .log();
        } else if (changed) {
            try {
                load(contents, true);
            } catch (InvalidHashringException e) {
                metrics.failed();
                LOG.atError().setMessage("the hashring file cannot be used; keeping the rings")
                        .addKeyValue("reason", e.getMessage()).log();
            }
        }
    }

    private void load(byte[] contents, boolean changed) {
        Hashrings rings = file.parse(new String(contents, UTF_8));
        file.remarks().forEach(remark -> LOG.atWarn().setMessage(remark).log());
        metrics.loaded(rings, contents, changed);
        user.accept(rings);
        for (Ring ring : rings.rings()) {
            LOG.atInfo().setMessage(changed ? "hashring changed" : "hashring loaded")
                    .addKeyValue("hashring", ring.name())
                    .addKeyValue("nodes", ring.nodes().size())
                    .addKeyValue("replication_factor", ring.replicationFactor()).log();
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
