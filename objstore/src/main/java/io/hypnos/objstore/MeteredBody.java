package io.hypnos.objstore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body on its way from the bucket: counts its bytes, its failure at most once, and its time when it is closed without one.
final class MeteredBody extends FilterInputStream {

    private final BucketOperation operation;
    private final BucketMetrics metrics;
    private final long startNanos;
    private long bytes;
    private boolean settled;

    MeteredBody(InputStream body, BucketOperation operation, BucketMetrics metrics, long startNanos) {
        super(body);
        this.operation = operation;
        this.metrics = metrics;
        this.startNanos = startNanos;
    }

    @Override
    public int read() throws IOException {
        try {
            int b = super.read();
            count(b < 0 ? -1 : 1);
            return b;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        try {
            int read = super.read(into, offset, count);
            count(read);
            return read;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } catch (IOException e) {
            throw failed(e);
        }
        if (!settled) {
            settled = true;
            metrics.succeeded(operation, (System.nanoTime() - startNanos) / 1e9);
            metrics.transferred(operation, bytes);
        }
    }

    private void count(int read) {
        if (read > 0) {
            bytes += read;
            metrics.fetched(operation, read);
        }
    }

    private IOException failed(IOException e) {
        if (!settled) {
            settled = true;
            metrics.failed(operation);
        }
        return e;
    }
}
