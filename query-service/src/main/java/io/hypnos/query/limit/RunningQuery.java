package io.hypnos.query.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryAbortedException.Reason;
import io.hypnos.service.tenancy.TenantContext;
import io.hypnos.service.tenancy.TenantId;

/// The context of one request: until when it may run, how much memory it and all others hold, whether its client is still there. Closing it
/// gives back what it did not. Safe for use by the threads that work for the request.
public final class RunningQuery implements TenantContext, AutoCloseable {

    private final TenantId tenant;
    private final long timeoutMillis;
    private final long deadlineNanos;
    private final long memoryLimit;
    private final MemoryBudget budget;
    private final AtomicLong held = new AtomicLong();
    private volatile boolean canceled;

    public RunningQuery(TenantId tenant, Duration timeout, long memoryLimit, MemoryBudget budget) {
        this.tenant = tenant;
        this.timeoutMillis = timeout.toMillis();
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
        this.memoryLimit = memoryLimit;
        this.budget = budget;
    }

    @Override
    public TenantId tenant() {
        return tenant;
    }

    /// Makes the next [#check()] fail.
    public void cancel() {
        canceled = true;
    }

    @Override
    public void check() {
        if (canceled) {
            throw new QueryAbortedException(Reason.CANCELED, "query was canceled");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new QueryAbortedException(Reason.TIMEOUT, "query timed out after " + timeoutMillis + " ms");
        }
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void reserve(long bytes) {
        long now = held.addAndGet(bytes);
        if (now > memoryLimit) {
            held.addAndGet(-bytes);
            throw new QueryAbortedException(Reason.MEMORY,
                    "query needs more than the " + memoryLimit + " bytes of --query.max-memory");
        }
        if (!budget.take(bytes)) {
            held.addAndGet(-bytes);
            throw new QueryAbortedException(Reason.MEMORY,
                    "all queries together need more than the " + budget.limit() + " bytes of --query.max-memory-total");
        }
    }

    @Override
    public void release(long bytes) {
        held.addAndGet(-bytes);
        budget.giveBack(bytes);
    }

    @Override
    public void close() {
        budget.giveBack(held.getAndSet(0));
    }
}
