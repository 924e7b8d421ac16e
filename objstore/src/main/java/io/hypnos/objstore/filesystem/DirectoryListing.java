package io.hypnos.objstore.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.Bucket.Entry;

/// What a directory looks like as a listing of keys: only regular files are objects, links are not followed, and directories show only where
/// an object lies below. What disappears while it is looked at is left out.
final class DirectoryListing {

    private final ConfinedDirectory directory;
    private final Path hidden;

    /// @param hidden a path whose contents are not listed
    DirectoryListing(ConfinedDirectory directory, Path hidden) {
        this.directory = directory;
        this.hidden = hidden;
    }

    List<Entry> oneLevel(Path start) throws IOException {
        var entries = new ArrayList<Entry>();
        try (var children = Files.newDirectoryStream(start)) {
            for (Path child : children) {
                if (child.equals(hidden)) {
                    continue;
                }
                if (Files.isRegularFile(child, NOFOLLOW_LINKS)) {
                    entries.add(new Entry(directory.keyOf(child), false));
                } else if (Files.isDirectory(child, NOFOLLOW_LINKS) && holdsObject(child)) {
                    entries.add(new Entry(directory.keyOf(child), true));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(entries);
        return entries;
    }

    List<Entry> recursive(Path start) throws IOException {
        if (!Files.isDirectory(start, NOFOLLOW_LINKS)) {
            return List.of();
        }
        var entries = new ArrayList<Entry>();
        Files.walkFileTree(start, new ObjectVisitor() {
            @Override
            FileVisitResult visitObject(Path file) {
                entries.add(new Entry(directory.keyOf(file), false));
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(entries);
        return entries;
    }

    private boolean holdsObject(Path start) throws IOException {
        boolean[] found = new boolean[1];
        Files.walkFileTree(start, new ObjectVisitor() {
            @Override
            FileVisitResult visitObject(Path file) {
                found[0] = true;
                return FileVisitResult.TERMINATE;
            }
        });
        return found[0];
    }

    private abstract class ObjectVisitor extends SimpleFileVisitor<Path> {

        abstract FileVisitResult visitObject(Path file);

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(hidden) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            return attributes.isRegularFile() ? visitObject(path) : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
