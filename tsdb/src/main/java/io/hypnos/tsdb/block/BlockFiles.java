package io.hypnos.tsdb.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.hypnos.tsdb.io.DurableFiles;

/// Names in a data directory, and what they say about the state of what they name.
///
///     <ULID>                     a block
///     <ULID>.tmp-for-creation    a block that is being written, or was when the process died
///     <ULID>.tmp-for-deletion    a block that is being removed
///
/// Everything else is not ours.
public final class BlockFiles {

    public static final String INDEX = "index";

    private static final String BEING_WRITTEN = ".tmp-for-creation";
    private static final String BEING_DELETED = ".tmp-for-deletion";
    private static final List<String> LEFTOVERS = List.of(BEING_WRITTEN, BEING_DELETED, ".tmp");

    private BlockFiles() {}

    /// The directories of all blocks, ascending by ULID. None where there is no data directory.
    public static List<Path> list(Path dataDirectory) throws IOException {
        return directories(dataDirectory).stream().filter(path -> Ulid.isUlid(name(path))).toList();
    }

    /// Where a block is written before it is published.
    public static Path beingWritten(Path dataDirectory, Ulid ulid) {
        return dataDirectory.resolve(ulid + BEING_WRITTEN);
    }

    /// Removes a block. A crash leaves the whole block or a directory that [#removeLeftovers(Path)] removes.
    public static void delete(Path blockDirectory) throws IOException {
        Path doomed = blockDirectory.resolveSibling(name(blockDirectory) + BEING_DELETED);
        DurableFiles.deleteRecursively(doomed);
        try {
            DurableFiles.publish(blockDirectory, doomed);
        } catch (NoSuchFileException e) {
            return;
        }
        DurableFiles.deleteRecursively(doomed);
    }

    /// Removes what crashes have left of blocks that were being written or removed. Only for when nobody writes or removes any.
    ///
    /// @return what was removed
    public static List<Path> removeLeftovers(Path dataDirectory) throws IOException {
        var removed = new ArrayList<Path>();
        for (Path path : directories(dataDirectory)) {
            String name = name(path);
            for (String suffix : LEFTOVERS) {
                if (name.endsWith(suffix) && Ulid.isUlid(name.substring(0, name.length() - suffix.length()))) {
                    DurableFiles.deleteRecursively(path);
                    removed.add(path);
                    break;
                }
            }
        }
        return removed;
    }

    /// The segment files of a block, in their order.
    static List<Path> segments(Path blockDirectory) throws IOException {
        try (var files = Files.list(blockDirectory.resolve(ChunkSegmentFormat.DIRECTORY))) {
            return files.filter(file -> isNumber(name(file))).sorted().toList();
        }
    }

    private static List<Path> directories(Path dataDirectory) throws IOException {
        if (!Files.isDirectory(dataDirectory)) {
            return List.of();
        }
        try (var files = Files.list(dataDirectory)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
