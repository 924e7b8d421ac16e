package io.hypnos.store.select;

import java.util.List;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.store.fetch.FetchTally;

/// The answer to one Series call; says at its end what it took, and makes place for the next call.
final class MeasuredSeriesSet implements ChunkSeriesSet {

    private final ChunkSeriesSet series;
    private final RequestGate.Pass pass;
    private final FetchTally tally;
    private final SelectMetrics.Run run;
    private boolean closed;

    /// Takes over `series` and `pass`.
    MeasuredSeriesSet(ChunkSeriesSet series, RequestGate.Pass pass, FetchTally tally, SelectMetrics.Run run) {
        this.series = series;
        this.pass = pass;
        this.tally = tally;
        this.run = run;
    }

    @Override
    public boolean next() {
        boolean more = series.next();
        if (more) {
            run.series(series.series());
        }
        return more;
    }

    @Override
    public ChunkSeries series() {
        return series.series();
    }

    @Override
    public List<String> warnings() {
        return series.warnings();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            series.close();
        } finally {
            pass.close();
            run.end(tally);
        }
    }
}
