package io.hypnos.promql.exec.select;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.series.Series;

/// Reads the series of a selection one after the other. Once that has taken a while, and if there are threads to help, it goes on as a
/// [ScanTeam].
public final class SeriesScan implements VectorOperator {

    /// How long one thread reads before others are asked: waking them costs some ten microseconds.
    private static final long ALONE_NANOS = 2_000_000;
    /// How many series are read between two looks at the clock.
    private static final int SERIES_PER_LOOK = 16;

    private final QueryRun run;
    private final SeriesFeed feed;
    private final RowReader.Factory readers;
    private final RowReader reader;
    private final SeriesRow row;
    private final ReadCost cost;
    private final long reserved;
    private long began;
    private int seriesRead;
    private @Nullable ScanTeam team;
    private boolean closed;

    public SeriesScan(QueryRun run, SeriesFeed feed, RowReader.Factory readers, int steps) {
        this.run = run;
        this.feed = feed;
        this.readers = readers;
        this.reader = readers.create(run.remarks());
        this.cost = new ReadCost(run.samples());
        this.reserved = SeriesRow.bytes(steps);
        run.context().reserve(reserved);
        this.row = new SeriesRow(steps, run.delaysNameRemoval());
    }

    @Override
    public @Nullable SeriesRow next() {
        while (true) {
            if (team != null) {
                return team.next();
            }
            run.context().check();
            if (seriesRead == 0) {
                began = System.nanoTime();
            } else if (seriesRead % SERIES_PER_LOOK == 0) {
                askForHelp();
                if (team != null) {
                    continue;
                }
            }
            seriesRead++;
            Series series = feed.next();
            if (series == null) {
                return null;
            }
            cost.clear();
            reader.read(series, row, cost);
            run.samples().enter(cost);
            if (!row.isEmpty()) {
                return row;
            }
        }
    }

    private void askForHelp() {
        Executor helpers = run.fetches().helpers();
        if (helpers != null && System.nanoTime() - began > ALONE_NANOS) {
            team = new ScanTeam(run, feed, readers, helpers, row.steps());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (team != null) {
            team.close();
        }
        run.context().release(reserved);
    }
}
