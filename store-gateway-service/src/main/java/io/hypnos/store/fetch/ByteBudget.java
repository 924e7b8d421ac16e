package io.hypnos.store.fetch;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of chunks that all running requests together may hold. Who does not get them fails at once instead of waiting for others that may
/// be waiting, too.
public final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /// @param limit 0 for none
    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /// Takes bytes, if there are so many left.
    boolean take(long bytes) {
        long now = used.addAndGet(bytes);
        if (limit > 0 && now > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    public long used() {
        return used.get();
    }

    public long limit() {
        return limit;
    }
}
