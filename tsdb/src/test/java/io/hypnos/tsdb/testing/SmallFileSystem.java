package io.hypnos.tsdb.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/// A file system of its own in memory, so small that a test can fill it. Needs the right to mount; tests are skipped without.
public final class SmallFileSystem implements AutoCloseable {

    private final Path root;

    private SmallFileSystem(Path root) {
        this.root = root;
    }

    public static SmallFileSystem mount(Path directory, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        String refusal = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString());
        Assumptions.assumeTrue(refusal == null, () -> "cannot mount a file system: " + refusal);
        return new SmallFileSystem(directory);
    }

    private static String run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0 ? null : said.strip();
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    public Path root() {
        return root;
    }

    public long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /// Takes space until no more than `left` bytes are free. To be given back by deleting the file.
    public Path fill(String name, long left) throws IOException {
        Path ballast = root.resolve(name);
        try (var file = new RandomAccessFile(ballast.toFile(), "rw")) {
            for (long more = free() - left; more > 0; more -= 1 << 20) {
                file.write(new byte[(int) Math.min(more, 1 << 20)]);
            }
        }
        return ballast;
    }

    @Override
    public void close() throws InterruptedException {
        String refusal = run("umount", root.toString());
        if (refusal != null) {
            throw new AssertionError("cannot unmount " + root + ": " + refusal);
        }
    }
}
