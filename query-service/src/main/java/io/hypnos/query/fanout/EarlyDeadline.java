package io.hypnos.query.fanout;

import io.hypnos.series.QueryContext;
import io.hypnos.service.tenancy.TenantContext;
import io.hypnos.service.tenancy.TenantId;

/// A request's context with less time for the stores than the request has, so that one that hangs leaves time to answer with what the others
/// have.
final class EarlyDeadline implements TenantContext {

    private final QueryContext request;
    private final long deadlineNanos;

    private EarlyDeadline(QueryContext request, long deadlineNanos) {
        this.request = request;
        this.deadlineNanos = deadlineNanos;
    }

    /// Three quarters of the time that is left.
    static QueryContext of(QueryContext request) {
        long deadline = request.deadlineNanos();
        if (deadline == Long.MAX_VALUE) {
            return request;
        }
        long left = deadline - System.nanoTime();
        return new EarlyDeadline(request, deadline - left / 4);
    }

    @Override
    public TenantId tenant() {
        return TenantContext.tenantOf(request);
    }

    @Override
    public void check() {
        request.check();
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void reserve(long bytes) {
        request.reserve(bytes);
    }

    @Override
    public void release(long bytes) {
        request.release(bytes);
    }
}
