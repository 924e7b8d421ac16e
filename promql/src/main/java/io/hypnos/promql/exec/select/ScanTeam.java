package io.hypnos.promql.exec.select;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.QueryAbortedException;

/// Reads the series of a large selection with several threads. Rows come in the order of the series, one after the other, so what is made of
/// them does not depend on the number of threads.
///
/// A few batches are on their way at a time: the query's thread fills them from the feed, helpers read them ahead, and the query's thread
/// takes the rows of the oldest, which it reads itself if no helper has begun to.
final class ScanTeam {

    /// Batches on their way for each thread: one to work on, one to go on with.
    private static final int BATCHES_PER_THREAD = 2;
    /// To wake a helper costs about as much as to read twenty short series.
    private static final int MAX_BATCH_SERIES = 256;
    /// Values in the rows of a batch: 256 KiB.
    private static final int BATCH_VALUES = 1 << 15;

    private final QueryRun run;
    private final SeriesFeed feed;
    private final Executor helpers;
    private final Deque<ScanBatch> idle = new ArrayDeque<>();
    /// Oldest first.
    private final Deque<ScanBatch> underway = new ArrayDeque<>();
    private final long reserved;
    private @Nullable ScanBatch current;
    private boolean feedEnded;

    ScanTeam(QueryRun run, SeriesFeed feed, RowReader.Factory readers, Executor helpers, int steps) {
        this.run = run;
        this.feed = feed;
        this.helpers = helpers;
        int size = Math.clamp(BATCH_VALUES / Math.max(1, steps), 1, MAX_BATCH_SERIES);
        int batches = run.options().threads() * BATCHES_PER_THREAD;
        this.reserved = SeriesRow.bytes(steps) * size * batches;
        run.context().reserve(reserved);
        for (int i = 0; i < batches; i++) {
            idle.add(new ScanBatch(run, readers, steps, size));
        }
        run.fetches().stopAtEnd(this);
    }

    /// The next row that has samples; null at the end.
    @Nullable
    SeriesRow next() {
        while (true) {
            if (current == null) {
                sendOut();
                current = underway.poll();
                if (current == null) {
                    return null;
                }
                await(current);
            }
            SeriesRow row = current.next();
            if (row != null) {
                return row;
            }
            idle.add(current);
            current = null;
        }
    }

    private void sendOut() {
        while (!feedEnded && !idle.isEmpty()) {
            ScanBatch batch = idle.remove();
            if (batch.fill(feed)) {
                underway.add(batch);
                helpers.execute(batch.task());
            } else {
                feedEnded = true;
            }
        }
    }

    private static void await(ScanBatch batch) {
        // Does nothing if a helper has begun.
        batch.task().run();
        try {
            batch.task().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "query was interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// Ends all reading; returns when no helper reads any more.
    void stop() {
        underway.forEach(ScanBatch::stop);
        boolean interrupted = Thread.interrupted();
        while (!underway.isEmpty()) {
            ScanBatch batch = underway.remove();
            batch.task().run();
            interrupted |= waitFor(batch);
        }
        idle.clear();
        current = null;
        feedEnded = true;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean waitFor(ScanBatch batch) {
        boolean interrupted = false;
        while (true) {
            try {
                batch.task().get();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // Nobody wants these rows any more.
                return interrupted;
            }
        }
    }

    /// Ends all reading and gives back the memory.
    void close() {
        stop();
        run.context().release(reserved);
    }
}
