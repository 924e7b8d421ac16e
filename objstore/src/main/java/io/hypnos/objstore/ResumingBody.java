package io.hypnos.objstore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

import io.github.resilience4j.core.IntervalFunction;

/// A body that is opened again behind the last byte it delivered when its connection breaks. Gives up after as many failures in a row as a
/// request may have; every byte that arrives starts the count anew.
final class ResumingBody extends InputStream {

    private final ObjectKey key;
    private final long length;
    private final int attempts;
    private final IntervalFunction backoff;
    private final Reopener reopener;
    private InputStream body;
    private long consumed;
    private int failures;

    ResumingBody(ObjectKey key, InputStream body, long length, int attempts, IntervalFunction backoff,
            Reopener reopener) {
        this.key = key;
        this.body = body;
        this.length = length;
        this.attempts = attempts;
        this.backoff = backoff;
        this.reopener = reopener;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (consumed == length) {
            return -1;
        }
        while (true) {
            try {
                int read = body.read(into, offset, (int) Math.min(count, length - consumed));
                if (read < 0) {
                    throw new EOFException("body of " + key + " ended after " + consumed + " of " + length + " bytes");
                }
                consumed += read;
                failures = 0;
                return read;
            } catch (IOException e) {
                resumeAfter(e);
            }
        }
    }

    /// Passes over bytes without reading them, where the source can: a file's does.
    @Override
    public long skip(long count) throws IOException {
        long wanted = Math.min(count, length - consumed);
        if (wanted <= 0) {
            return 0;
        }
        try {
            long skipped = body.skip(wanted);
            consumed += skipped;
            return skipped;
        } catch (IOException e) {
            resumeAfter(e);
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private void resumeAfter(IOException failure) throws IOException {
        failures++;
        if (failures >= attempts || !RetryingBucket.mayPass(failure)) {
            throw failure;
        }
        try {
            body.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        pause(failure);
        InputStream rest = reopener.open(consumed);
        if (rest instanceof ObjectBody known && known.length() != length - consumed) {
            rest.close();
            throw new IOException(key + " changed while it was read: expected " + (length - consumed)
                    + " more bytes, found " + known.length(), failure);
        }
        body = rest;
    }

    /// The first failure is followed at once: most often a connection was closed that had served its time.
    private void pause(IOException failure) throws IOException {
        if (failures == 1) {
            return;
        }
        try {
            Thread.sleep(backoff.apply(failures - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while " + key + " was read");
            interrupted.initCause(failure);
            throw interrupted;
        }
    }

    /// Opens the same body again, `consumed` bytes behind its start.
    interface Reopener {
        InputStream open(long consumed) throws IOException;
    }
}
