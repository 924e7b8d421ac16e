package io.hypnos.store.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.block.ConcurrentWork;
import io.hypnos.series.QueryAbortedException;

/// Reads many stretches of one object with few requests. Stretches that lie close together are one request, whose body is read past what lies
/// between them: to an object store some hundred KiB cost less than another request, and nothing of them stays in memory. Requests are made at
/// the same time, up to a number for the whole process. For many threads.
public final class RangeReader {

    /// As Thanos has it.
    static final int MAX_GAP = 512 << 10;
    /// More than this is read in parts, side by side.
    private static final long MAX_RUN = 16L << 20;

    private final Bucket bucket;
    private final Semaphore permits;
    private final int concurrency;

    /// @param concurrency requests at once, of all callers together
    public RangeReader(Bucket bucket, int concurrency) {
        this.bucket = bucket;
        this.permits = new Semaphore(concurrency);
        this.concurrency = concurrency;
    }

    /// Neighbouring stretches of one request.
    private record Run(List<Stretch> stretches) {

        long start() {
            return stretches.getFirst().offset();
        }

        long end() {
            return stretches.getLast().end();
        }
    }

    /// Fills all stretches.
    ///
    /// @param stretches in ascending order, none overlapping the next
    /// @param kind      what they hold
    /// @throws io.hypnos.objstore.ObjectNotFoundException when there is no such object
    /// @throws IOException                                when it cannot be read
    public void read(ObjectKey key, List<Stretch> stretches, DataKind kind, FetchTally tally) throws IOException {
        List<Run> runs = runsOf(stretches);
        long bytes = 0;
        for (Run run : runs) {
            bytes += run.end() - run.start();
        }
        tally.fetching(kind, stretches.size(), bytes, runs.size());
        long start = System.nanoTime();
        ConcurrentWork.forEach(runs, concurrency, run -> read(key, run, tally));
        tally.fetched(kind, System.nanoTime() - start);
    }

    private static List<Run> runsOf(List<Stretch> stretches) {
        var runs = new ArrayList<Run>();
        int first = 0;
        for (int next = 1; next <= stretches.size(); next++) {
            if (next == stretches.size() || stretches.get(next).offset() - stretches.get(next - 1).end() > MAX_GAP
                    || stretches.get(next).end() - stretches.get(first).offset() > MAX_RUN) {
                runs.add(new Run(stretches.subList(first, next)));
                first = next;
            }
        }
        return runs;
    }

    private void read(ObjectKey key, Run run, FetchTally tally) throws IOException {
        acquire();
        try {
            tally.check();
            try (InputStream body = bucket.getRange(key, run.start(), run.end() - run.start())) {
                fill(run, body);
            }
        } finally {
            permits.release();
        }
    }

    private void acquire() {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "interrupted while waiting to read");
        }
    }

    private static void fill(Run run, InputStream body) throws IOException {
        long place = run.start();
        for (Stretch stretch : run.stretches()) {
            long gap = stretch.offset() - place;
            if (skip(body, gap) < gap) {
                return;
            }
            int count = body.readNBytes(stretch.allocate(), 0, stretch.length());
            stretch.filled(count);
            if (count < stretch.length()) {
                return;
            }
            place = stretch.end();
        }
    }

    private static long skip(InputStream body, long bytes) throws IOException {
        long skipped = 0;
        while (skipped < bytes) {
            long step = body.skip(bytes - skipped);
            if (step <= 0) {
                if (body.read() < 0) {
                    return skipped;
                }
                step = 1;
            }
            skipped += step;
        }
        return skipped;
    }
}
