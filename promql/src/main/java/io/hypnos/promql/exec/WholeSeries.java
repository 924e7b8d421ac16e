package io.hypnos.promql.exec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;

/// Puts the pieces of series together, for operators that look at a series as a whole. Passes rows on as they come where there are no pieces.
public final class WholeSeries implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final boolean mayHavePieces;
    private final Deque<SeriesRow> whole = new ArrayDeque<>();
    private boolean collected;
    private long reserved;

    public WholeSeries(QueryRun run, VectorOperator input, boolean mayHavePieces) {
        this.run = run;
        this.input = input;
        this.mayHavePieces = mayHavePieces;
    }

    @Override
    public @Nullable SeriesRow next() {
        if (!mayHavePieces) {
            return input.next();
        }
        if (!collected) {
            collected = true;
            collect();
        }
        return whole.poll();
    }

    private void collect() {
        Map<Labels, SeriesRow> byLabels = new HashMap<>();
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            SeriesRow known = byLabels.get(row.labels());
            if (known == null) {
                long bytes = row.bytes();
                run.context().reserve(bytes);
                reserved += bytes;
                SeriesRow copy = row.copy();
                byLabels.put(copy.labels(), copy);
                whole.add(copy);
            } else {
                known.addAll(row);
            }
        }
    }

    @Override
    public void close() {
        run.context().release(reserved);
        reserved = 0;
        whole.clear();
        input.close();
    }
}
