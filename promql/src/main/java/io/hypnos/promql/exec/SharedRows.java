package io.hypnos.promql.exec;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// The rows of a vector that several parents read, each at its own pace. They are kept until all parents are done.
final class SharedRows {

    private final QueryRun run;
    private final VectorOperator input;
    private final List<SeriesRow> rows = new ArrayList<>();
    private boolean complete;
    private int readers;
    private long reserved;

    SharedRows(QueryRun run, VectorOperator input) {
        this.run = run;
        this.input = input;
    }

    VectorOperator reader() {
        readers++;
        return new Reader();
    }

    private @Nullable SeriesRow get(int index) {
        if (index < rows.size()) {
            return rows.get(index);
        }
        SeriesRow row = complete ? null : input.next();
        if (row == null) {
            complete = true;
            return null;
        }
        long bytes = row.bytes();
        run.context().reserve(bytes);
        reserved += bytes;
        SeriesRow copy = row.copy();
        rows.add(copy);
        return copy;
    }

    private final class Reader implements VectorOperator {

        private int index;
        private boolean closed;

        @Override
        public @Nullable SeriesRow next() {
            SeriesRow row = get(index++);
            // Readers may change what they get.
            return row == null ? null : row.copy();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            if (--readers == 0) {
                run.context().release(reserved);
                rows.clear();
                input.close();
            }
        }
    }
}
