package io.hypnos.objstore.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.ObjectKey;

/// The directory that a bucket may not leave. Turns keys into paths below it, refusing those that would pass a symbolic link: a key has no
/// `..`, but a link inside the directory could point anywhere.
final class ConfinedDirectory {

    private final Path root;

    /// @param root an existing directory; may itself be reached through links
    ConfinedDirectory(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    Path root() {
        return root;
    }

    /// The path at which `key` lies or would lie.
    Path resolve(ObjectKey key) throws IOException {
        walk(key);
        return root.resolve(key.value());
    }

    /// What is known of the file at `key`; empty where there is none. Directories and special files are not objects.
    Optional<BasicFileAttributes> find(ObjectKey key) throws IOException {
        return walk(key).filter(BasicFileAttributes::isRegularFile);
    }

    /// The attributes of the last segment of `key`; empty where it, or a directory before it, is not there.
    private Optional<BasicFileAttributes> walk(ObjectKey key) throws IOException {
        Path path = root;
        Optional<BasicFileAttributes> attributes = Optional.empty();
        for (String segment : key.value().split("/")) {
            if (attributes.isPresent() && !attributes.get().isDirectory()) {
                return Optional.empty();
            }
            path = path.resolve(segment);
            try {
                attributes = Optional.of(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
            if (attributes.get().isSymbolicLink()) {
                throw new BucketRefusedException(path + " is a symbolic link; none is followed inside a bucket");
            }
        }
        return attributes;
    }

    /// The key of a path below the directory.
    ObjectKey keyOf(Path path) {
        var key = new StringBuilder();
        for (Path segment : root.relativize(path)) {
            key.append(key.isEmpty() ? "" : "/").append(segment);
        }
        return new ObjectKey(key.toString());
    }

    /// Creates the directories above `file`.
    void createAbove(Path file) throws IOException {
        Files.createDirectories(parent(file));
    }

    /// Removes the empty directories above `file`, up to the root, which stays. The file system itself refuses to remove one that is not
    /// empty, so what another thread or process puts there in the meantime is safe.
    void removeEmptyAbove(Path file) throws IOException {
        for (Path current = parent(file); !current.equals(root); current = parent(current)) {
            try {
                Files.deleteIfExists(current);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    /// Makes the name of `file`, and those of the directories above it, survive a loss of power.
    void forceAbove(Path file) throws IOException {
        Path current = file;
        while (!current.equals(root)) {
            current = parent(current);
            try (var channel = FileChannel.open(current, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (NoSuchFileException e) {
                // Emptied and removed by somebody else; there is no name left to keep.
            }
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "a path below the bucket's directory has a parent");
    }
}
