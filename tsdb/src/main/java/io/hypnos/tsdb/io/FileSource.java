package io.hypnos.tsdb.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.hypnos.series.StorageException;

/// A file read by position. Nothing is mapped: a page fault in mapped memory would hold up the whole JVM at its next safepoint, a read that
/// waits for the disk holds up its own thread only.
///
/// Interrupting a thread that reads closes the channel under all others. The file is then opened again, and the interrupt is left pending for
/// the thread that it was meant for; so a cancelled query does not break the ones beside it.
public final class FileSource implements ByteSource {

    /// Larger reads go in pieces, since the JDK keeps a direct buffer as large as the largest one per thread.
    private static final int MAX_PIECE = 1 << 20;

    private final Path path;
    private final long size;
    private final Object lock = new Object();
    private volatile FileChannel channel;
    /// Guarded by `lock`.
    private boolean closed;

    private FileSource(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    public static FileSource open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new FileSource(path, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) {
        requireInside(offset, length);
        int done = 0;
        boolean interrupted = false;
        try {
            while (done < length) {
                int piece = Math.min(length - done, MAX_PIECE);
                FileChannel current = channel;
                try {
                    int count = current.read(ByteBuffer.wrap(into, at + done, piece), offset + done);
                    if (count < 0) {
                        throw new CorruptBlockException(name(), offset + done, (length - done) + " more bytes",
                                "the end of the file, which had " + size + " bytes");
                    }
                    done += count;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    reopen(current);
                } catch (ClosedChannelException e) {
                    reopen(current);
                }
            }
        } catch (IOException e) {
            throw new StorageException("cannot read " + path + ": " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen(FileChannel broken) throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new StorageException(path + " was closed by its owner while it was being read");
            }
            if (channel == broken) {
                channel = FileChannel.open(path, StandardOpenOption.READ);
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            try {
                channel.close();
            } catch (IOException e) {
                throw new StorageException("cannot close " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
