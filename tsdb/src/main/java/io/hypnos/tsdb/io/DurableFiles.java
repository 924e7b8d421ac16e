package io.hypnos.tsdb.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// Files and directories that after a crash are there as a whole or not at all: written under another name, forced to the device, renamed, and
/// the rename forced by syncing the directory above.
public final class DurableFiles {

    private static final boolean DIRECTORIES_CAN_BE_SYNCED = !System.getProperty("os.name", "")
            .toLowerCase(Locale.ROOT).startsWith("windows");

    private DurableFiles() {}

    /// Replaces or creates a file with the given content. A crash leaves the old file or the new one, and perhaps one named `….tmp` beside it.
    public static void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (var writer = ChecksumWriter.create(temporary, 1 << 12)) {
            writer.bytes(content, 0, content.length);
            writer.sync();
        }
        publish(temporary, file);
    }

    /// Gives a file or directory, whose contents are already on the device, its final name.
    public static void publish(Path temporary, Path target) throws IOException {
        if (Files.isDirectory(temporary)) {
            syncDirectory(temporary);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    /// Forces the names in a directory to the device. Does nothing where the system has no such thing.
    public static void syncDirectory(Path directory) throws IOException {
        if (!DIRECTORIES_CAN_BE_SYNCED) {
            return;
        }
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Removes a directory with everything in it; nothing happens where there is none.
    public static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
