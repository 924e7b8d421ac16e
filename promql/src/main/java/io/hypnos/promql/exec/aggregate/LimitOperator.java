package io.hypnos.promql.exec.aggregate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;

/// `limitk`: at each step the first so many series of each group.
final class LimitOperator implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final Parameter parameter;
    private final Groups groups;
    private final int steps;
    /// For each group how many series each step has.
    private final List<int[]> counts = new ArrayList<>();
    private @Nullable Boolean wanted;

    LimitOperator(QueryRun run, VectorOperator input, Parameter parameter, Grouping grouping, int steps) {
        this.run = run;
        this.input = input;
        this.parameter = parameter;
        this.groups = new Groups(grouping);
        this.steps = steps;
    }

    @Override
    public @Nullable SeriesRow next() {
        if (wanted == null) {
            wanted = parameter.isCount();
        }
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            if (wanted && pick(row)) {
                return row;
            }
        }
        return null;
    }

    private boolean pick(SeriesRow row) {
        int group = groups.of(row);
        if (group == counts.size()) {
            run.context().reserve(4L * steps);
            counts.add(new int[steps]);
        }
        int[] ofGroup = counts.get(group);
        boolean picked = false;
        for (int step = 0; step < steps; step++) {
            if (!row.isPresent(step)) {
                continue;
            }
            if (ofGroup[step] < parameter.countAt(step, Integer.MAX_VALUE)) {
                ofGroup[step]++;
                picked = true;
            } else {
                row.remove(step);
            }
        }
        return picked;
    }

    @Override
    public void close() {
        run.context().release(4L * steps * counts.size());
        counts.clear();
        input.close();
    }
}
