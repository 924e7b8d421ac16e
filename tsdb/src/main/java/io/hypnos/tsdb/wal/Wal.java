package io.hypnos.tsdb.wal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;

/// The writing end of a log. The format is in [WalFormat], what records say in [WalRecord].
///
/// Writers agree on their order first: [#reserve()] gives a ticket, cheaply enough to be asked for under the lock that also orders the changes
/// in memory. Then, without any lock, each prepares its records (encoding, compression, checksums) and hands them in with [#commit], which
/// returns when the records of this ticket and of all before it are in the log. Of those who wait one leads: it takes everything that is
/// ready without a gap, writes it at once, and tells the others. Every ticket must be handed in, be it with no records, or all later ones wait
/// forever.
///
/// When the log cannot be written, the leader keeps the records of the group that failed and everybody in it is told so. They are written
/// before anything else as soon as that is possible again: what they describe is in memory already, and later records build on it. So a later
/// commit that succeeds vouches for everything before it.
///
/// A new segment begins with every opening, as in Prometheus. Segments are forced to disk when they are complete.
public final class Wal implements Closeable {

    private final Path directory;
    private final WalOptions options;
    private final WalMetrics metrics;
    private final StepListener steps;

    private final AtomicLong nextTicket = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    /// Records by ticket, for those between `handled` and the end of the ring.
    @GuardedBy("lock")
    private @Nullable PreparedRecords[] ready = new PreparedRecords[64];
    /// All tickets below were written or have failed.
    @GuardedBy("lock")
    private long handled;
    /// All tickets below are in the log.
    @GuardedBy("lock")
    private long logged;
    /// Whether somebody writes. Whoever does owns `backlog`, and `writer` for writing.
    @GuardedBy("lock")
    private boolean leading;
    private final PreparedRecords backlog;

    /// Taken for forcing and closing files; never while holding `lock`.
    private final Object syncLock = new Object();
    /// Complete segments that are neither forced nor closed yet.
    @GuardedBy("retired")
    private final ArrayDeque<SegmentWriter> retired = new ArrayDeque<>();
    private volatile SegmentWriter writer;
    private volatile long lastSynced;
    private volatile boolean failing;
    private volatile boolean closed;

    private Wal(Path directory, WalOptions options, WalMetrics metrics, StepListener steps, SegmentWriter writer) {
        this.directory = directory;
        this.options = options;
        this.metrics = metrics;
        this.steps = steps;
        this.writer = writer;
        this.backlog = new PreparedRecords(false);
    }

    /// Opens the log in a directory, which is created where there is none, for writing behind what it has.
    public static Wal open(Path directory, WalOptions options, WalMetrics metrics, StepListener steps)
            throws IOException {
        Files.createDirectories(directory);
        int newest = -1;
        for (int number : WalFormat.segments(directory)) {
            newest = Math.max(newest, number);
        }
        for (int number : WalFormat.checkpoints(directory)) {
            newest = Math.max(newest, number);
        }
        var writer = new SegmentWriter(WalFormat.segment(directory, newest + 1), newest + 1, options.segmentSize());
        var wal = new Wal(directory, options, metrics, steps, writer);
        wal.segmentStarted();
        return wal;
    }

    public Path directory() {
        return directory;
    }

    /// A place in the order of the log.
    public long reserve() {
        return nextTicket.getAndIncrement();
    }

    /// An empty set of records for this log.
    public PreparedRecords newRecords() {
        return new PreparedRecords(options.compress());
    }

    /// Whether the log could not be written lately. [#retry()] may change that.
    public boolean failing() {
        return failing;
    }

    /// Hands in the records of a ticket and waits until they are in the log; false when they are not and could not be written now. The records
    /// are lent until this returns.
    public boolean commit(long ticket, PreparedRecords records) {
        lock.lock();
        try {
            place(ticket, records);
            while (handled <= ticket) {
                if (!leading && ready[slot(handled)] != null) {
                    lead();
                } else {
                    progress.awaitUninterruptibly();
                }
            }
            return ticket < logged;
        } finally {
            lock.unlock();
        }
    }

    /// Hands in the records of a ticket without waiting. They are lent until a commit of a later ticket has returned.
    public void submit(long ticket, PreparedRecords records) {
        lock.lock();
        try {
            place(ticket, records);
            passEmpty();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Tries to write what could not be written before; true when nothing is left over.
    public boolean retry() {
        return commit(reserve(), new PreparedRecords(false));
    }

    @GuardedBy("lock")
    private int slot(long ticket) {
        return (int) ticket & ready.length - 1;
    }

    @GuardedBy("lock")
    private void place(long ticket, PreparedRecords records) {
        if (ticket - handled >= ready.length) {
            int capacity = Integer.highestOneBit((int) (ticket - handled)) * 2;
            var larger = new @Nullable PreparedRecords[capacity];
            for (long t = handled; t < handled + ready.length; t++) {
                larger[(int) t & capacity - 1] = ready[slot(t)];
            }
            ready = larger;
        }
        ready[slot(ticket)] = records;
    }

    /// Counts tickets without records as written where everything before them is, so that they do not pile up when nobody waits.
    @GuardedBy("lock")
    private void passEmpty() {
        while (!leading && logged == handled) {
            PreparedRecords next = ready[slot(handled)];
            if (next == null || !next.isEmpty()) {
                break;
            }
            ready[slot(handled)] = null;
            handled++;
            logged++;
        }
    }

    /// Writes everything that is ready without a gap. Gives the lock away meanwhile.
    @GuardedBy("lock")
    private void lead() {
        var group = new ArrayDeque<PreparedRecords>();
        for (PreparedRecords next; (next = ready[slot(handled + group.size())]) != null;) {
            ready[slot(handled + group.size())] = null;
            group.add(next);
        }
        long end = handled + group.size();
        leading = true;
        lock.unlock();
        boolean written = false;
        try {
            written = write(group);
        } finally {
            lock.lock();
            leading = false;
            handled = end;
            if (written) {
                logged = end;
            }
            failing = !written;
            progress.signalAll();
        }
    }

    private boolean write(ArrayDeque<PreparedRecords> group) {
        try {
            if (closed) {
                throw new IOException("the log is closed");
            }
            add(backlog);
            for (PreparedRecords records : group) {
                add(records);
            }
            writer.flush();
            if (options.sync() == WalSync.GROUP) {
                sync();
            }
        } catch (IOException | UncheckedIOException e) {
            metrics.writeFailures.increment();
            takeBack();
            for (PreparedRecords records : group) {
                backlog.addAll(records);
            }
            return false;
        }
        backlog.clear();
        metrics.groups.increment();
        steps.passed(Step.LOG_WRITTEN);
        return true;
    }

    private void add(PreparedRecords records) throws IOException {
        for (int i = 0; i < records.count(); i++) {
            if (!writer.fits(records.length(i))) {
                rotate();
            }
            writer.add(records.data(), records.start(i), records.length(i), records.flags(i), records.checksum(i));
        }
        metrics.records.add(records.count());
        metrics.bytesWritten.add(records.storedBytes());
        metrics.bytesBeforeCompression.add(records.uncompressedBytes());
    }

    /// Leaves no half of a group behind, as far as possible; a half that cannot be removed is a torn tail, and a new segment follows it.
    private void takeBack() {
        try {
            writer.rollback();
        } catch (IOException e) {
            try {
                rotate();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
    }

    /// Completes the segment and begins the next one.
    private void rotate() throws IOException {
        writer.pad();
        startSegment();
    }

    private void startSegment() throws IOException {
        int number = writer.number() + 1;
        var next = new SegmentWriter(WalFormat.segment(directory, number), number, options.segmentSize());
        synchronized (retired) {
            retired.add(writer);
        }
        writer = next;
        segmentStarted();
    }

    private void segmentStarted() {
        metrics.segmentsStarted.increment();
        steps.passed(Step.SEGMENT_STARTED);
    }

    /// Begins a new segment and returns its number; everything handed in before is in segments below it.
    public int nextSegment() throws IOException {
        exclusively(this::rotate);
        return writer.number();
    }

    private void exclusively(IoAction action) throws IOException {
        lock.lock();
        try {
            while (leading) {
                progress.awaitUninterruptibly();
            }
            leading = true;
        } finally {
            lock.unlock();
        }
        try {
            action.run();
        } finally {
            stepBack();
        }
    }

    private void stepBack() {
        lock.lock();
        try {
            leading = false;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface IoAction {
        void run() throws IOException;
    }

    /// Forces everything that was committed to the disk.
    public void sync() throws IOException {
        long started = System.nanoTime();
        synchronized (syncLock) {
            boolean newFiles = finishRetired();
            SegmentWriter current = writer;
            long length = current.flushed();
            if (newFiles || length != lastSynced) {
                current.sync();
                lastSynced = length;
                metrics.syncs.increment();
                metrics.syncNanos.add(System.nanoTime() - started);
            }
        }
    }

    /// What is due regularly: complete segments are forced and closed, in the mode [WalSync#INTERVAL] the current one is forced, too.
    public void tick() throws IOException {
        try {
            if (options.sync() == WalSync.INTERVAL) {
                sync();
            } else {
                synchronized (syncLock) {
                    finishRetired();
                }
            }
        } catch (IOException e) {
            metrics.syncFailures.increment();
            throw e;
        }
    }

    @GuardedBy("syncLock")
    private boolean finishRetired() throws IOException {
        boolean any = false;
        while (true) {
            SegmentWriter next;
            synchronized (retired) {
                next = retired.peek();
            }
            if (next == null) {
                break;
            }
            next.sync();
            next.close();
            synchronized (retired) {
                retired.remove();
            }
            any = true;
        }
        if (any) {
            DurableFiles.syncDirectory(directory);
        }
        return any;
    }

    /// The numbers of all segments, ascending; the last one is being written.
    public List<Integer> segments() {
        return WalFormat.segments(directory);
    }

    /// Deletes all segments below `number`.
    public void deleteSegmentsBefore(int number) throws IOException {
        for (int segment : segments()) {
            if (segment < number && segment < writer.number()) {
                Files.deleteIfExists(WalFormat.segment(directory, segment));
                steps.passed(Step.SEGMENT_DELETED);
            }
        }
    }

    /// Bytes of all segments and checkpoints.
    public long size() {
        long size = 0;
        for (int segment : segments()) {
            size += WalFormat.segment(directory, segment).toFile().length();
        }
        for (int checkpoint : WalFormat.checkpoints(directory)) {
            Path files = WalFormat.checkpoint(directory, checkpoint);
            for (int segment : WalFormat.segments(files)) {
                size += WalFormat.segment(files, segment).toFile().length();
            }
        }
        return size;
    }

    /// Writes what is left over, completes the last page and forces everything to the disk. Commits fail from then on.
    @Override
    public void close() throws IOException {
        if (failing) {
            retry();
        }
        exclusively(() -> {
            if (!closed) {
                closed = true;
                writer.pad();
                sync();
                writer.close();
                DurableFiles.syncDirectory(directory);
            }
        });
    }
}
