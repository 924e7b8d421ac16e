package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.List;

import io.grpc.ClientCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;

/// The series of one Series call, decoded as they are walked. A peer that breaks the order is not believed any further.
final class RemoteSeriesSet implements ChunkSeriesSet {

    private final ClientCall<?, SeriesFrame> call;
    private final FrameQueue queue;
    private final QueryContext context;
    private final long patienceNanos;
    private final String peer;
    private final List<String> warnings = new ArrayList<>();
    private @Nullable SeriesFrameReader frame;
    private @Nullable ChunkSeries current;
    private boolean ended;
    private long reserved;

    RemoteSeriesSet(ClientCall<?, SeriesFrame> call, FrameQueue queue, QueryContext context, long patienceNanos,
            String peer) {
        this.call = call;
        this.queue = queue;
        this.context = context;
        this.patienceNanos = patienceNanos;
        this.peer = peer;
        reserved = FrameQueue.WINDOW_BYTES;
        context.reserve(reserved);
    }

    @Override
    public boolean next() {
        while (!ended) {
            ChunkSeries found = frame == null ? null : frame.next();
            if (found != null) {
                checkOrder(found);
                current = found;
                return true;
            }
            readFrame();
        }
        return false;
    }

    private void checkOrder(ChunkSeries found) {
        if (current != null && found.labels().compareTo(current.labels()) < 0) {
            throw new StoreException(StoreException.Reason.INTERNAL,
                    peer + " sent series out of order: " + found.labels() + " after " + current.labels());
        }
    }

    private void readFrame() {
        SeriesFrame next = queue.take(context, patienceNanos, peer);
        if (next != null) {
            int room = queue.room();
            if (room > 0) {
                call.request(room);
            }
            account(next.length());
            frame = new SeriesFrameReader(next, warnings);
            return;
        }
        end();
        frame = null;
        Status status = queue.status();
        if (!status.isOk()) {
            context.check();
            throw StoreStatus.failure(status, "receive series from " + peer);
        }
    }

    @Override
    public ChunkSeries series() {
        if (current == null) {
            throw new IllegalStateException("no series before the first next()");
        }
        return current;
    }

    @Override
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void close() {
        if (!ended) {
            end();
            call.cancel("the rest is not needed", null);
        }
    }

    /// The message that is being read counts, besides those that may be waiting.
    private void account(long bytes) {
        context.reserve(bytes);
        context.release(reserved - FrameQueue.WINDOW_BYTES);
        reserved = bytes + FrameQueue.WINDOW_BYTES;
    }

    private void end() {
        ended = true;
        context.release(reserved);
        reserved = 0;
    }
}
