package io.hypnos.tsdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StorageException;
import io.hypnos.tsdb.block.BlockFiles;
import io.hypnos.tsdb.wal.Checkpoint;

/// The directory of one database: where what lies, and the lock that keeps others out.
///
///     <ULID>/       blocks
///     wal/          write-ahead log            wbl/         log of late samples
///     chunks_head/  closed chunks of the head  quarantine/  damaged parts of the above, for whoever wants to look at them
///     lock
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final @Nullable FileChannel lock;

    private DataDirectory(Path root, @Nullable FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Locks the directory, creating it where there is none, and removes what a crash has left half done.
    ///
    /// @throws StorageException when somebody else uses it
    static DataDirectory open(Path root, boolean withLock) throws IOException {
        Files.createDirectories(root);
        var directory = new DataDirectory(root, withLock ? lock(root) : null);
        try {
            BlockFiles.removeLeftovers(root);
            Checkpoint.removeLeftovers(directory.log());
            Checkpoint.removeLeftovers(directory.lateLog());
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        return directory;
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Somebody else in this very process; the answer is the same.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new StorageException(root + " is in use by another process or database");
    }

    Path root() {
        return root;
    }

    Path log() {
        return root.resolve("wal");
    }

    Path lateLog() {
        return root.resolve("wbl");
    }

    Path headChunks() {
        return root.resolve("chunks_head");
    }

    Path quarantine() {
        return root.resolve("quarantine");
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
