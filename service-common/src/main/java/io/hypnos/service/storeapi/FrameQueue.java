package io.hypnos.service.storeapi;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.hypnos.series.QueryContext;

/// The messages of one Series call between the connection and the thread that reads them. A few are let in ahead; then the peer has to wait.
final class FrameQueue extends ClientCall.Listener<SeriesFrame> {

    /// Messages that may be here or under way at a time, as long as they are small.
    private static final int WINDOW = 8;
    /// Bytes of all of them, unless a single message is larger.
    static final int WINDOW_BYTES = 1 << 20;
    /// How often a waiting reader looks whether its request still wants to wait.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    @GuardedBy("lock")
    private final ArrayDeque<SeriesFrame> frames = new ArrayDeque<>();
    /// Messages that were asked for and have not come.
    @GuardedBy("lock")
    private int expected = 1;
    @GuardedBy("lock")
    private long largest;
    @GuardedBy("lock")
    private @Nullable Status status;

    @Override
    public void onMessage(SeriesFrame frame) {
        lock.lock();
        try {
            frames.add(frame);
            expected--;
            largest = Math.max(largest, frame.length());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onClose(Status closed, Metadata trailers) {
        lock.lock();
        try {
            status = closed;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The next message; null when the call has ended, see [#status()].
    ///
    /// @param patienceNanos how long one message may take; `Long.MAX_VALUE` for ever
    /// @throws io.hypnos.series.QueryAbortedException when the request ends first
    /// @throws StoreException                         when patience does
    @Nullable
    SeriesFrame take(QueryContext context, long patienceNanos, String peer) {
        long start = System.nanoTime();
        lock.lock();
        try {
            while (frames.isEmpty() && status == null) {
                context.check();
                if (patienceNanos != Long.MAX_VALUE && System.nanoTime() - start > patienceNanos) {
                    throw new StoreException(StoreException.Reason.UNAVAILABLE,
                            "failed to receive any data in " + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + "ms from "
                                    + peer);
                }
                long unused = changed.awaitNanos(LOOK_NANOS);
            }
            return frames.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "interrupted while receiving from " + peer, e);
        } finally {
            lock.unlock();
        }
    }

    /// How many messages to ask the peer for, now that the reader has taken those that [#take] gave it: what the window has room for, going
    /// by the largest message so far. Before anything has come, that is one. Less than half a window is not asked for: each time wakes the
    /// thread of the connection.
    int room() {
        lock.lock();
        try {
            int window = largest == 0 ? 1 : (int) Math.clamp(WINDOW_BYTES / largest, 1, WINDOW);
            int room = window - frames.size() - expected;
            if (room < (window + 1) / 2) {
                return 0;
            }
            expected += room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    /// How the call ended; after [#take] has returned null.
    Status status() {
        lock.lock();
        try {
            return status == null ? Status.UNKNOWN : status;
        } finally {
            lock.unlock();
        }
    }
}
