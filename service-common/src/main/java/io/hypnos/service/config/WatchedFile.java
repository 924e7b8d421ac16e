package io.hypnos.service.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls somebody when the contents of a file have changed: soon after the file system says that something happened beside it (which is how
/// Kubernetes swaps mounted files: by a link next to them), and at the latest after an interval.
public final class WatchedFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    /// Writers often take several steps.
    private static final long SETTLE_MILLIS = 50;

    private final Path file;
    private final Duration interval;
    private final Listener listener;
    private final @Nullable WatchService events;
    private final Thread thread;
    private byte @Nullable [] seen;
    private volatile boolean closed;

    /// Told what a file says, on one thread.
    @FunctionalInterface
    public interface Listener {
        /// @param contents the file's bytes; null when it cannot be read
        /// @param changed  whether they differ from the last time
        void looked(byte @Nullable [] contents, boolean changed);
    }

    private WatchedFile(Path file, Duration interval, byte @Nullable [] known, Listener listener) {
        this.file = file.toAbsolutePath();
        this.interval = interval;
        this.seen = known;
        this.listener = listener;
        this.events = watch(this.file);
        this.thread = Thread.ofPlatform().daemon().name("watch-" + file.getFileName()).unstarted(this::run);
    }

    /// Starts to watch; must be closed.
    ///
    /// @param known what the caller has already read of it; null for nothing
    public static WatchedFile start(Path file, Duration interval, byte @Nullable [] known, Listener listener) {
        var watched = new WatchedFile(file, interval, known, listener);
        watched.thread.start();
        return watched;
    }

    private static @Nullable WatchService watch(Path file) {
        try {
            WatchService service = file.getFileSystem().newWatchService();
            Path directory = file.getParent();
            if (directory == null) {
                throw new IOException("it has no directory");
            }
            directory.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return service;
        } catch (IOException e) {
            LOG.atWarn().setMessage("changes of a file are noticed by the interval only").addKeyValue("file", file)
                    .addKeyValue("reason", e.getMessage()).log();
            return null;
        }
    }

    private void run() {
        while (!closed) {
            try {
                awaitEvent();
                if (!closed) {
                    look();
                }
            } catch (InterruptedException | ClosedWatchServiceException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().setMessage("taking over a changed file failed").addKeyValue("file", file).setCause(e)
                        .log();
            }
        }
    }

    private void awaitEvent() throws InterruptedException {
        if (events == null) {
            TimeUnit.MILLISECONDS.sleep(interval.toMillis());
            return;
        }
        WatchKey key = events.poll(interval.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            key.pollEvents();
            key.reset();
        }
    }

    private void look() {
        byte[] now;
        try {
            now = Files.readAllBytes(file);
        } catch (IOException e) {
            listener.looked(null, false);
            return;
        }
        boolean changed = !Arrays.equals(now, seen);
        seen = now;
        listener.looked(now, changed);
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (events != null) {
                events.close();
            }
        } catch (IOException e) {
            LOG.atDebug().setMessage("closing a watch failed").setCause(e).log();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
