package io.hypnos.allinone.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.hypnos.service.flags.FlagException;

/// The directory of an installation, held by one process at a time. The file `hypnos.lock` in it says that it is one, and who holds it.
final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "hypnos.lock";

    private final FileChannel file;
    private final FileLock lock;

    private DataDirectory(FileChannel file, FileLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /// Takes the directory, making it where there is none.
    ///
    /// @param reset whether to delete everything in it first
    /// @throws FlagException when it cannot be written to, when another process has it, or when it is to be deleted and is not an installation's
    static DataDirectory take(Path directory, boolean reset) throws IOException {
        if (reset && Files.exists(directory) && !isEmpty(directory) && !Files.exists(directory.resolve(LOCK))) {
            throw new FlagException(
                    "--reset: " + directory + " was not made by hypnos up; delete it yourself if you mean it");
        }
        FileChannel file = open(directory);
        try {
            FileLock lock = tryLock(file);
            if (lock == null) {
                throw new FlagException("another hypnos up uses " + directory + holder(file)
                        + "; stop it, or choose another --data and a --port-offset");
            }
            if (reset) {
                empty(directory);
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
            return new DataDirectory(file, lock);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static FileChannel open(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
            return FileChannel.open(directory.resolve(LOCK), CREATE, READ, WRITE);
        } catch (FileSystemException e) {
            String why = switch (e) {
                case AccessDeniedException denied -> "permission denied";
                case FileAlreadyExistsException file -> "it is a file";
                default -> e.getReason() == null ? e.toString() : e.getReason();
            };
            throw new FlagException(
                    "cannot keep data in " + directory + ": " + why + "; choose another place with --data DIR", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        int length = file.read(text, 0);
        return length <= 0 ? "" : " (pid " + new String(text.array(), 0, length, UTF_8) + ")";
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory) && !path.equals(directory.resolve(LOCK))) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            lock.release();
        }
    }
}
