package io.hypnos.service.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/// The bytes of an answer on their way from a blocking writer to a reactive connection, in blocks. The writer waits while the client is slow.
///
/// Until the first full block is handed over nothing has been promised to the client: [#committed] completes then, or never when everything
/// fits in one block.
final class ResponseStream extends OutputStream {

    /// The connection asks for 128 blocks ahead of what the client has taken, for each answer.
    private static final int BLOCK = 16 * 1024;

    private final CompletableFuture<@Nullable Void> committed = new CompletableFuture<>();
    private byte[] block = new byte[8 * 1024];
    private int length;
    private long written;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    @GuardedBy("lock")
    private @Nullable FluxSink<DataBuffer> sink;
    @GuardedBy("lock")
    private long requested;
    @GuardedBy("lock")
    private boolean gone;

    /// Completes when the first block is ready to go.
    CompletableFuture<@Nullable Void> committed() {
        return committed;
    }

    boolean isCommitted() {
        return committed.isDone();
    }

    /// Number of bytes written so far.
    long written() {
        return written;
    }

    /// The blocks; to be subscribed to once.
    ///
    /// @param onCancel run when the client goes away before the last block
    Flux<DataBuffer> blocks(Runnable onCancel) {
        return Flux.create(to -> {
            to.onRequest(this::request);
            to.onCancel(onCancel::run);
            to.onDispose(this::abandon);
            lock.lock();
            try {
                sink = to;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    /// All that was written, when it is not [#committed].
    byte[] wholeBody() {
        return Arrays.copyOf(block, length);
    }

    /// Forgets what was written, when it is not [#committed].
    void reset() {
        length = 0;
        written = 0;
    }

    @Override
    public void write(int b) throws IOException {
        ensureRoom(1);
        block[length++] = (byte) b;
        written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int rest = count;
        while (rest > 0) {
            ensureRoom(rest);
            int part = Math.min(rest, block.length - length);
            System.arraycopy(bytes, from, block, length, part);
            length += part;
            from += part;
            rest -= part;
        }
        written += count;
    }

    /// Hands over the rest and ends the answer, when it is [#committed].
    void finish() throws IOException {
        if (length > 0) {
            handOver();
        }
        awaitSink().complete();
    }

    /// Breaks the answer off, when it is [#committed].
    void fail(Throwable cause) throws IOException {
        awaitSink().error(cause);
    }

    /// The client is gone, or has all it wanted: nobody needs to wait for it.
    void abandon() {
        lock.lock();
        try {
            gone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ensureRoom(int wanted) throws IOException {
        if (length == block.length && length < BLOCK) {
            block = Arrays.copyOf(block, Math.min(BLOCK, Math.max(length * 2, Math.min(BLOCK, length + wanted))));
        } else if (length == BLOCK) {
            handOver();
        }
    }

    private void handOver() throws IOException {
        DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOf(block, length));
        length = 0;
        committed.complete(null);
        FluxSink<DataBuffer> to = awaitSink();
        awaitRequest();
        to.next(buffer);
    }

    private void request(long count) {
        lock.lock();
        try {
            requested = requested + count < 0 ? Long.MAX_VALUE : requested + count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private FluxSink<DataBuffer> awaitSink() throws IOException {
        lock.lock();
        try {
            while (sink == null && !gone) {
                changed.await();
            }
            if (sink == null) {
                throw new ClientGoneException();
            }
            return sink;
        } catch (InterruptedException abandoned) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRequest() throws IOException {
        lock.lock();
        try {
            while (requested == 0 && !gone) {
                changed.await();
            }
            if (gone) {
                throw new ClientGoneException();
            }
            if (requested != Long.MAX_VALUE) {
                requested--;
            }
        } catch (InterruptedException abandoned) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException();
        } finally {
            lock.unlock();
        }
    }
}
