package io.hypnos.store.header;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.StorageException;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.FileSource;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// The index header of one block: built from the bucket where it is missing or damaged, opened when it is needed, and closed when it was not for
/// a while. For many threads.
///
/// Users hold a [Lease]; what is open stays open until the last one has ended.
public final class HeaderFile implements AutoCloseable {

    /// The name of the file in the directory of its block, as Thanos has it.
    public static final String NAME = "index-header";

    private static final Logger log = LoggerFactory.getLogger(HeaderFile.class);

    private final Ulid block;
    private final HeaderStorage storage;
    @GuardedBy("this")
    private @Nullable Opened opened;
    @GuardedBy("this")
    private boolean closed;
    @GuardedBy("this")
    private long lastUsed = System.nanoTime();

    public HeaderFile(Ulid block, HeaderStorage storage) {
        this.block = block;
        this.storage = storage;
    }

    /// An open header, the source under it, and who uses them.
    private static final class Opened {
        private final IndexHeader header;
        private final ByteSource source;
        private int leases;
        private boolean unwanted;

        Opened(IndexHeader header, ByteSource source) {
            this.header = header;
            this.source = source;
        }
    }

    /// Makes sure that there is a header on the disk, without opening it.
    ///
    /// @throws IOException when there is none and it cannot be built
    public synchronized void prepare() throws IOException {
        Path file = storage.file(block);
        if (file == null || opened != null) {
            return;
        }
        if (Files.exists(file)) {
            try (ByteSource source = FileSource.open(file)) {
                IndexHeader.check(source);
                return;
            } catch (CorruptBlockException | UnsupportedVersionException e) {
                tellDamaged(e);
            }
        }
        build(file);
    }

    /// Opens the header if it is not open, and keeps it open until the lease is closed.
    ///
    /// @throws IOException           when it cannot be built or read
    /// @throws CorruptBlockException when the index in the bucket is not what it should be
    public synchronized Lease lease() throws IOException {
        if (closed) {
            throw new StorageException("block " + block + " is not served any more");
        }
        Opened current = opened;
        if (current == null) {
            long start = System.nanoTime();
            try {
                current = open();
            } catch (IOException | RuntimeException e) {
                storage.metrics().openFailed();
                throw e;
            }
            opened = current;
            storage.metrics().opened((System.nanoTime() - start) / 1e9);
        }
        current.leases++;
        lastUsed = System.nanoTime();
        return new Lease(current);
    }

    @GuardedBy("this")
    private Opened open() throws IOException {
        Path file = storage.file(block);
        if (file == null) {
            byte[] bytes = storage.builder().build(block);
            return openSource(ByteSource.of(NAME + " of " + block, bytes));
        }
        if (!Files.exists(file)) {
            build(file);
            return openSource(storage.pages().cached(FileSource.open(file)));
        }
        try {
            return openSource(storage.pages().cached(FileSource.open(file)));
        } catch (CorruptBlockException | UnsupportedVersionException e) {
            tellDamaged(e);
            build(file);
            return openSource(storage.pages().cached(FileSource.open(file)));
        }
    }

    private static Opened openSource(ByteSource source) {
        try {
            return new Opened(IndexHeader.open(source), source);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private void build(Path file) throws IOException {
        long start = System.nanoTime();
        storage.builder().build(block, file);
        storage.metrics().built((System.nanoTime() - start) / 1e9);
    }

    private void tellDamaged(RuntimeException e) {
        log.atWarn().addKeyValue("block", block).addKeyValue("err", e.getMessage())
                .log("the index header on the local disk is damaged; building it anew");
    }

    /// Closes the header if nobody uses it and nobody has for so long; it is opened again when it is needed.
    public synchronized void closeIfIdle(long nanos) {
        Opened current = opened;
        if (current != null && current.leases == 0 && System.nanoTime() - lastUsed > nanos) {
            opened = null;
            discard(current);
        }
    }

    public synchronized boolean isOpen() {
        return opened != null;
    }

    /// Gives no more leases; closes what is open when the last lease has ended, without waiting for that.
    @Override
    public synchronized void close() {
        closed = true;
        Opened current = opened;
        opened = null;
        if (current != null) {
            current.unwanted = true;
            if (current.leases == 0) {
                discard(current);
            }
        }
    }

    private void discard(Opened unused) {
        unused.source.close();
        storage.metrics().closed();
    }

    private synchronized void release(Opened used) {
        lastUsed = System.nanoTime();
        if (--used.leases == 0 && used.unwanted) {
            discard(used);
        }
    }

    /// The use of an open header; for one thread at a time.
    public final class Lease implements AutoCloseable {

        private final Opened used;
        private boolean over;

        private Lease(Opened used) {
            this.used = used;
        }

        public IndexHeader header() {
            return used.header;
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                release(used);
            }
        }
    }
}
