package io.hypnos.objstore.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.BucketRefusedException;
import io.hypnos.objstore.ObjectAttributes;
import io.hypnos.objstore.ObjectBody;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;

/// A bucket in a directory: the object `a/b` is the file `a/b`. Several processes, also Thanos', may share the directory.
///
/// A put writes a file below `.hypnos-tmp`, forces it to the disk and renames it, so an object is there whole or not at all, also after a
/// loss of power. Directories come and go with the files in them. Unlike in other stores, a key cannot be the start of another one's path:
/// `a` and `a/b` exclude each other.
public final class FilesystemBucket implements Bucket {

    static final String UNFINISHED = ".hypnos-tmp";

    /// Files of puts that nobody finished are swept after this time; no put takes as long.
    private static final Duration UNFINISHED_LIFETIME = Duration.ofDays(1);
    /// A put loses its directory at most this often to somebody who empties it at the same time.
    private static final int PLACING_ATTEMPTS = 1000;
    private static final int COPY_BUFFER = 1 << 16;

    private final ConfinedDirectory directory;
    private final Path unfinished;

    private FilesystemBucket(ConfinedDirectory directory) {
        this.directory = directory;
        this.unfinished = directory.root().resolve(UNFINISHED);
    }

    /// The bucket in `directory`, which is created where it is missing.
    public static FilesystemBucket open(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new BucketRefusedException("cannot create the bucket's directory " + directory + ": " + e, e);
        }
        var bucket = new FilesystemBucket(new ConfinedDirectory(directory));
        bucket.sweepUnfinished();
        return bucket;
    }

    @Override
    public String name() {
        return "FILESYSTEM " + directory.root();
    }

    @Override
    public InputStream get(ObjectKey key) throws IOException {
        return getRange(key, 0, -1);
    }

    @Override
    public InputStream getRange(ObjectKey key, long offset, long length) throws IOException {
        if (offset < 0 || length < -1) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length);
        }
        find(key);
        FileChannel channel;
        try {
            channel = FileChannel.open(directory.resolve(key), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new ObjectNotFoundException(key);
        }
        try {
            long rest = Math.max(0, channel.size() - offset);
            return new ObjectBody(key, new FileBody(channel, offset), length < 0 ? rest : Math.min(length, rest));
        } catch (IOException | RuntimeException e) {
            try (channel) {
                throw e;
            }
        }
    }

    @Override
    public void put(ObjectKey key, InputStream body, long length) throws IOException {
        refuseReserved(key);
        Path target = directory.resolve(key);
        Files.createDirectories(unfinished);
        Path file = Files.createTempFile(unfinished, key.name() + "-", "");
        try {
            write(file, key, body, length);
            place(file, target);
        } finally {
            Files.deleteIfExists(file);
        }
        directory.forceAbove(target);
    }

    @Override
    public boolean exists(ObjectKey key) throws IOException {
        return !reserved(key) && directory.find(key).isPresent();
    }

    @Override
    public ObjectAttributes attributes(ObjectKey key) throws IOException {
        BasicFileAttributes attributes = find(key);
        return new ObjectAttributes(attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    @Override
    public List<Entry> list(Optional<ObjectKey> below, Listing listing) throws IOException {
        if (below.isPresent() && reserved(below.get())) {
            return List.of();
        }
        Path start = below.isPresent() ? directory.resolve(below.get()) : directory.root();
        var walk = new DirectoryListing(directory, unfinished);
        return switch (listing) {
            case ONE_LEVEL -> walk.oneLevel(start);
            case RECURSIVE -> walk.recursive(start);
        };
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        if (!exists(key)) {
            return;
        }
        Path file = directory.resolve(key);
        Files.deleteIfExists(file);
        directory.forceAbove(file);
        directory.removeEmptyAbove(file);
    }

    @Override
    public void close() {}

    private BasicFileAttributes find(ObjectKey key) throws IOException {
        Optional<BasicFileAttributes> found = reserved(key) ? Optional.empty() : directory.find(key);
        return found.orElseThrow(() -> new ObjectNotFoundException(key));
    }

    private static boolean reserved(ObjectKey key) {
        return key.value().equals(UNFINISHED) || key.value().startsWith(UNFINISHED + "/");
    }

    private static void refuseReserved(ObjectKey key) throws BucketRefusedException {
        if (reserved(key)) {
            throw new BucketRefusedException(UNFINISHED + " is reserved for unfinished uploads");
        }
    }

    private static void write(Path file, ObjectKey key, InputStream body, long length) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[(int) Math.min(COPY_BUFFER, Math.max(1, length))];
            long written = 0;
            while (written < length) {
                int read = body.read(buffer, 0, (int) Math.min(buffer.length, length - written));
                if (read < 0) {
                    throw new EOFException("body for " + key + " ended after " + written + " of " + length + " bytes");
                }
                var bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                written += read;
            }
            channel.force(true);
        }
    }

    private void place(Path file, Path target) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                directory.createAbove(target);
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                // A directory above the target was removed between two of these steps; a file in its place fails every time.
                if (attempt == PLACING_ATTEMPTS) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private void sweepUnfinished() throws IOException {
        Instant oldest = Instant.now().minus(UNFINISHED_LIFETIME);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(unfinished)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Nobody has put anything yet, or somebody else sweeps.
        }
    }
}
