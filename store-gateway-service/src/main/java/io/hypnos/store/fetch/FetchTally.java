package io.hypnos.store.fetch;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import io.hypnos.series.QueryContext;
import io.hypnos.service.storeapi.StoreException;

/// What one request of a client has cost so far, and whether it may go on. For all threads that work for the request.
///
/// Touched is what was needed, fetched is what had to come from the bucket for it, gaps included.
public final class FetchTally {

    private final FetchLimits limits;
    private final ByteBudget budget;
    private final QueryContext context;
    private final AtomicLongArray touched = new AtomicLongArray(DataKind.values().length);
    private final AtomicLongArray touchedBytes = new AtomicLongArray(DataKind.values().length);
    private final AtomicLongArray fetched = new AtomicLongArray(DataKind.values().length);
    private final AtomicLongArray fetchedBytes = new AtomicLongArray(DataKind.values().length);
    private final AtomicLongArray requests = new AtomicLongArray(DataKind.values().length);
    private final AtomicLongArray nanos = new AtomicLongArray(DataKind.values().length);
    private final AtomicLong series = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong held = new AtomicLong();

    public FetchTally(FetchLimits limits, ByteBudget budget, QueryContext context) {
        this.limits = limits;
        this.budget = budget;
        this.context = context;
    }

    /// A tally that limits nothing.
    public static FetchTally unlimited() {
        return new FetchTally(FetchLimits.NONE, new ByteBudget(0), QueryContext.UNLIMITED);
    }

    /// Returns when the request may go on.
    ///
    /// @throws io.hypnos.series.QueryAbortedException when it was cancelled or its time is up
    public void check() {
        context.check();
    }

    /// Counts what a request used, wherever it came from.
    public void touched(DataKind kind, int items, long size) {
        touched.addAndGet(kind.ordinal(), items);
        touchedBytes.addAndGet(kind.ordinal(), size);
    }

    /// Counts bytes that came from the index cache.
    public void cached(DataKind kind, long size) {
        requireWithin("bytes", limits.bytes(), bytes.addAndGet(size), " while loading " + kind.label() + " from cache");
    }

    void fetching(DataKind kind, int items, long size, int asRequests) {
        fetched.addAndGet(kind.ordinal(), items);
        fetchedBytes.addAndGet(kind.ordinal(), size);
        requests.addAndGet(kind.ordinal(), asRequests);
        requireWithin("bytes", limits.bytes(), bytes.addAndGet(size), " while fetching " + kind.label());
    }

    void fetched(DataKind kind, long elapsedNanos) {
        nanos.addAndGet(kind.ordinal(), elapsedNanos);
    }

    /// Counts series that matched.
    ///
    /// @throws StoreException when they are too many
    public void series(int count) {
        requireWithin("series", limits.series(), series.addAndGet(count), "");
    }

    /// Counts chunks that will be read.
    ///
    /// @throws StoreException when they are too many
    public void chunks(int count) {
        requireWithin("chunks", limits.chunks(), chunks.addAndGet(count), "");
    }

    private static void requireWithin(String what, long limit, long value, String when) {
        if (limit > 0 && value > limit) {
            throw new StoreException(StoreException.Reason.LIMIT,
                    "exceeded " + what + " limit" + when + ": limit " + limit + " violated (got " + value + ")");
        }
    }

    /// Takes memory for chunks, both of the store's and of the request's.
    ///
    /// @throws StoreException                            when all requests together hold too much
    /// @throws io.hypnos.series.QueryAbortedException when this one does
    public void hold(long size) {
        context.reserve(size);
        if (!budget.take(size)) {
            context.release(size);
            throw new StoreException(StoreException.Reason.LIMIT, "pool exhausted: running requests hold "
                    + budget.used() + " of " + budget.limit() + " bytes for chunks (--chunk-pool-size)");
        }
        held.addAndGet(size);
    }

    public void release(long size) {
        context.release(size);
        budget.giveBack(size);
        held.addAndGet(-size);
    }

    public long touched(DataKind kind) {
        return touched.get(kind.ordinal());
    }

    public long touchedBytes(DataKind kind) {
        return touchedBytes.get(kind.ordinal());
    }

    public long fetched(DataKind kind) {
        return fetched.get(kind.ordinal());
    }

    public long fetchedBytes(DataKind kind) {
        return fetchedBytes.get(kind.ordinal());
    }

    /// Requests that were made to the bucket.
    public long requests(DataKind kind) {
        return requests.get(kind.ordinal());
    }

    /// Time that was spent waiting for the bucket, summed over threads.
    public double fetchSeconds(DataKind kind) {
        return nanos.get(kind.ordinal()) / 1e9;
    }
}
