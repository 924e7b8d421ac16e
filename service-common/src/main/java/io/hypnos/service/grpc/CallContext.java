package io.hypnos.service.grpc;

import java.util.concurrent.TimeUnit;

import io.grpc.Context;
import io.grpc.Deadline;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.service.tenancy.TenantContext;
import io.hypnos.service.tenancy.TenantId;

/// What a call that came in by gRPC may still use: its deadline, and whether its client still waits. Memory is not limited here.
public final class CallContext implements TenantContext {

    private final Context context;
    private final TenantId tenant;
    private final long deadlineNanos;

    CallContext(Context context, TenantId tenant) {
        this.context = context;
        this.tenant = tenant;
        Deadline deadline = context.getDeadline();
        this.deadlineNanos = deadline == null
                ? Long.MAX_VALUE
                : System.nanoTime() + deadline.timeRemaining(TimeUnit.NANOSECONDS);
    }

    @Override
    public TenantId tenant() {
        return tenant;
    }

    @Override
    public void check() {
        if (deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos >= 0) {
            throw new QueryAbortedException(QueryAbortedException.Reason.TIMEOUT,
                    "the deadline of the call has passed");
        }
        if (context.isCancelled()) {
            throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "the call was cancelled");
        }
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void reserve(long bytes) {}

    @Override
    public void release(long bytes) {}
}
