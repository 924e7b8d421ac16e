package io.hypnos.promql.exec;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Gives at every step what the input has at its only one.
final class RepeatStep implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final SeriesRow row;

    RepeatStep(QueryRun run, VectorOperator input, int steps) {
        this.run = run;
        this.input = input;
        this.row = new SeriesRow(steps, run.delaysNameRemoval());
    }

    @Override
    public @Nullable SeriesRow next() {
        SeriesRow once = input.next();
        if (once == null) {
            return null;
        }
        row.begin(once.storedLabels());
        row.loseName(once.nameIsLost());
        int histogram = once.histogramRow(0);
        if (histogram < 0) {
            Arrays.fill(row.values(), once.value(0));
            row.fillPresent();
        } else {
            int copy = Histograms.append(row.histograms(), once.histograms(), histogram);
            for (int step = 0; step < row.steps(); step++) {
                row.setHistogram(step, copy);
            }
        }
        run.samples().hold(SampleCounts.of(row) - SampleCounts.of(once));
        return row;
    }

    @Override
    public void close() {
        input.close();
    }
}
