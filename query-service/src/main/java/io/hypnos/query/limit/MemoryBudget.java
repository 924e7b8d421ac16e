package io.hypnos.query.limit;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes that all queries of the process together hold. Safe for use by many threads.
public final class MemoryBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /// Takes `bytes`, or nothing and returns false when they are not there.
    boolean take(long bytes) {
        long now = used.addAndGet(bytes);
        if (now > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }
}
