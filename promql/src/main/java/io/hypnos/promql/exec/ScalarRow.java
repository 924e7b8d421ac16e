package io.hypnos.promql.exec;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;

/// One series without labels that has a number at every step.
final class ScalarRow implements VectorOperator {

    private final QueryRun run;
    private final ScalarOperator scalar;
    private boolean done;

    ScalarRow(QueryRun run, ScalarOperator scalar) {
        this.run = run;
        this.scalar = scalar;
    }

    @Override
    public @Nullable SeriesRow next() {
        if (done) {
            return null;
        }
        done = true;
        double[] values = scalar.values();
        var row = new SeriesRow(values.length, run.delaysNameRemoval());
        row.begin(Labels.EMPTY);
        System.arraycopy(values, 0, row.values(), 0, values.length);
        row.fillPresent();
        run.samples().hold(values.length);
        return values.length == 0 ? null : row;
    }

    @Override
    public void close() {}
}
