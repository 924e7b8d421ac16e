package io.hypnos.promql.exec.select;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.series.Series;

/// Reads the series of a selection one after the other.
public final class SeriesScan implements VectorOperator {

    private final QueryRun run;
    private final SeriesFeed feed;
    private final RowReader reader;
    private final SeriesRow row;
    private final ReadCost cost;
    private final long reserved;

    public SeriesScan(QueryRun run, SeriesFeed feed, RowReader reader, int steps) {
        this.run = run;
        this.feed = feed;
        this.reader = reader;
        this.cost = new ReadCost(run.samples());
        this.reserved = SeriesRow.bytes(steps);
        run.context().reserve(reserved);
        this.row = new SeriesRow(steps, run.delaysNameRemoval());
    }

    @Override
    public @Nullable SeriesRow next() {
        while (true) {
            run.context().check();
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

    @Override
    public void close() {
        run.context().release(reserved);
    }
}
