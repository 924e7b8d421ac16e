package io.hypnos.promql.exec.select;

import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryAnnotations;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.Series;

/// A few series of a selection that become rows together, by whichever thread comes first. Filled and emptied by the query's thread, and
/// filled again.
final class ScanBatch {

    private final QueryRun run;
    private final RowReader reader;
    /// What the reader remarks, until the query's thread comes to these rows: so remarks are made in the order of the series.
    private final QueryAnnotations remarks = new QueryAnnotations();
    private final @Nullable Series[] series;
    private final SeriesRow[] rows;
    private final ReadCost[] costs;
    private int count;
    private int next;
    private FutureTask<@Nullable Void> task = new FutureTask<>(() -> {}, null);
    private volatile boolean stopped;

    ScanBatch(QueryRun run, RowReader.Factory readers, int steps, int size) {
        this.run = run;
        this.reader = readers.create(new Remarks(remarks));
        this.series = new Series[size];
        this.rows = new SeriesRow[size];
        this.costs = new ReadCost[size];
        for (int i = 0; i < size; i++) {
            rows[i] = new SeriesRow(steps, run.delaysNameRemoval());
            costs[i] = new ReadCost(run.samples());
        }
    }

    /// Takes series from the feed, as many as fit; false when there are none.
    boolean fill(SeriesFeed feed) {
        count = 0;
        next = 0;
        while (count < series.length) {
            Series one = feed.next();
            if (one == null) {
                break;
            }
            series[count++] = one;
        }
        task = new FutureTask<>(this::read, null);
        return count > 0;
    }

    /// Reads the series, unless another thread has begun to.
    FutureTask<@Nullable Void> task() {
        return task;
    }

    private void read() {
        for (int i = 0; i < count && !stopped; i++) {
            run.context().check();
            Series one = series[i];
            if (one == null) {
                throw new IllegalStateException("a batch is read twice");
            }
            costs[i].clear();
            reader.read(one, rows[i], costs[i]);
            series[i] = null;
        }
    }

    /// The next row that has samples, of a batch that has been read; null at its end. The row is lent until the batch is filled again.
    @Nullable
    SeriesRow next() {
        while (next < count) {
            SeriesRow row = rows[next];
            run.samples().enter(costs[next]);
            next++;
            if (!row.isEmpty()) {
                return row;
            }
        }
        remarks.moveTo(run.books().annotations());
        return null;
    }

    /// Makes a reading thread stop early.
    void stop() {
        stopped = true;
    }
}
