package io.hypnos.compact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.hypnos.service.boot.StartException;

/// The directory that a compactor works in, locked against others of the same machine.
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                @Nullable
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new DataDirectory(path, channel);
                }
            } catch (OverlappingFileLockException e) {
                // Another compactor of this process has it.
            }
            channel.close();
            throw new StartException("--data-dir=" + path + " is in use by another compactor; give each its own");
        } catch (IOException e) {
            throw new StartException("--data-dir=" + path + " cannot be used: " + e, e);
        }
    }

    /// A name for whoever works in this directory, the same after every restart.
    String ownerId() {
        Path file = path.resolve("compactor-id");
        try {
            if (Files.exists(file)) {
                String known = Files.readString(file).strip();
                if (!known.isEmpty()) {
                    return known;
                }
            }
            String fresh = UUID.randomUUID().toString();
            Files.writeString(file, fresh + "\n");
            return fresh;
        } catch (IOException e) {
            throw new StartException(file + " cannot be used: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
