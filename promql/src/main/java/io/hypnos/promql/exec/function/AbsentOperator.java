package io.hypnos.promql.exec.function;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SampleCounts;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.series.labels.Labels;

/// One series with the value 1 at each step at which no series of the input has anything.
public final class AbsentOperator implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final Labels labels;
    private final int steps;
    private boolean done;

    public AbsentOperator(QueryRun run, VectorOperator input, Labels labels, int steps) {
        this.run = run;
        this.input = input;
        this.labels = labels;
        this.steps = steps;
    }

    @Override
    public @Nullable SeriesRow next() {
        if (done) {
            return null;
        }
        done = true;
        var result = new SeriesRow(steps, run.delaysNameRemoval());
        result.begin(labels);
        result.fillPresent();
        Arrays.fill(result.values(), 1);
        long[] absent = result.present();
        long before = run.samples().current();
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            long[] present = row.present();
            for (int word = 0; word < absent.length; word++) {
                absent[word] &= ~present[word];
            }
        }
        run.samples().release(run.samples().current() - before);
        if (result.isEmpty()) {
            return null;
        }
        run.samples().hold(SampleCounts.of(result));
        return result;
    }

    @Override
    public void close() {
        input.close();
    }
}
