package io.hypnos.tsdb.head;

import java.util.concurrent.atomic.AtomicLong;

/// The memory outside of the Java heap that one head holds, counted as it is allocated. Blocks are aligned to 64 bytes, a cache line.
final class MemoryAccount {

    private static final int ALIGNMENT = 64;

    private final AtomicLong bytes = new AtomicLong();

    /// Zeroed memory, to be given back to [#free(long, long)].
    ///
    /// @throws OutOfMemoryError when the operating system has none
    long allocate(long size) {
        long raw = Native.allocate(size + ALIGNMENT + 8);
        long aligned = raw + 8 + ALIGNMENT - 1 & -ALIGNMENT;
        Native.putLong(aligned - 8, raw);
        bytes.addAndGet(size);
        return aligned;
    }

    void free(long address, long size) {
        Native.free(Native.getLong(address - 8));
        bytes.addAndGet(-size);
    }

    long bytes() {
        return bytes.get();
    }
}
