package io.hypnos.tsdb.head;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import com.google.errorprone.annotations.concurrent.GuardedBy;

import io.hypnos.series.StorageException;

/// Who is reading the head, and from which moment on.
///
/// A reader sees the batches up to its snapshot and nothing of later ones. While a lease is open, nothing that its holder may have met is given
/// away: what is removed is retired, and its memory freed when every lease of before has ended. A holder that takes too long loses its
/// lease and is told so at its next step; so nobody can keep memory for good by not reading on.
final class ReadLeases {

    @GuardedBy("itself")
    private final Set<Lease> open = new LinkedHashSet<>();
    @GuardedBy("open")
    private long nextNumber;
    @GuardedBy("open")
    private final ArrayDeque<Retired> retired = new ArrayDeque<>();
    private volatile boolean any;
    private volatile int oldestSnapshot;

    private record Retired(long before, Runnable release) {}

    /// The right to read one snapshot.
    final class Lease implements AutoCloseable {

        private final long number;
        private final int snapshot;
        private final long openedNanos = System.nanoTime();
        private boolean ended;
        private boolean revoked;
        private volatile boolean kept;

        private Lease(long number, int snapshot) {
            this.number = number;
            this.snapshot = snapshot;
        }

        /// The newest batch that may be seen.
        int snapshot() {
            return snapshot;
        }

        /// Keeps the lease from being revoked, for work that may take its time.
        void keep() {
            kept = true;
        }

        /// Runs a step of reading during which the lease cannot end.
        ///
        /// @throws StorageException when it has ended already
        synchronized <T> T read(Supplier<T> step) {
            if (revoked) {
                throw new StorageException("the read took too long and was ended to free memory");
            }
            if (ended) {
                throw new StorageException("the read was closed");
            }
            return step.get();
        }

        @Override
        public void close() {
            synchronized (this) {
                ended = true;
            }
            remove(this);
        }

        private void revoke() {
            synchronized (this) {
                revoked = true;
            }
            remove(this);
        }
    }

    /// Opens a lease; called while no batch is under way.
    Lease open(int snapshot) {
        synchronized (open) {
            var lease = new Lease(nextNumber++, snapshot);
            open.add(lease);
            update();
            return lease;
        }
    }

    private void remove(Lease lease) {
        synchronized (open) {
            if (open.remove(lease)) {
                update();
            }
        }
    }

    @GuardedBy("open")
    private void update() {
        boolean first = true;
        int oldest = 0;
        for (Lease lease : open) {
            if (first || lease.snapshot - oldest < 0) {
                oldest = lease.snapshot;
                first = false;
            }
        }
        oldestSnapshot = oldest;
        any = !first;
    }

    boolean any() {
        return any;
    }

    /// The smallest snapshot of all leases; meaningless when there is none.
    int oldestSnapshot() {
        return oldestSnapshot;
    }

    /// A number for the present: all leases opened so far are before it.
    long now() {
        synchronized (open) {
            return nextNumber;
        }
    }

    /// Whether all leases from before a moment have ended.
    boolean ended(long before) {
        synchronized (open) {
            return open.isEmpty() || open.iterator().next().number >= before;
        }
    }

    /// Runs `release`, in a later call of [#release()], when all leases that are open now have ended.
    void retire(Runnable release) {
        synchronized (open) {
            retired.add(new Retired(nextNumber, release));
        }
    }

    /// Runs what waited for leases that have ended, on this thread.
    void release() {
        List<Retired> due = new ArrayList<>();
        synchronized (open) {
            long oldest = open.isEmpty() ? Long.MAX_VALUE : open.iterator().next().number;
            while (!retired.isEmpty() && retired.peek().before() <= oldest) {
                due.add(retired.remove());
            }
        }
        for (Retired each : due) {
            each.release().run();
        }
    }

    /// Ends all leases that are older than `nanos`, but for those that are kept, and returns how many.
    int revokeOlderThan(long nanos) {
        long now = System.nanoTime();
        List<Lease> late = new ArrayList<>();
        synchronized (open) {
            for (Lease lease : open) {
                if (!lease.kept && now - lease.openedNanos >= nanos) {
                    late.add(lease);
                }
            }
        }
        late.forEach(Lease::revoke);
        return late.size();
    }
}
