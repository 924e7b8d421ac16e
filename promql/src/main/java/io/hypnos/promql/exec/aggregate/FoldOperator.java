package io.hypnos.promql.exec.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SampleCounts;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.VectorOperator;

/// Folds series into groups and gives one series for each group.
public final class FoldOperator implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator input;
    private final Groups groups;
    private final Supplier<GroupFold> folds;
    /// Bytes that the state of a group takes.
    private final long bytesPerGroup;
    private final List<GroupFold> states = new ArrayList<>();
    private final SeriesRow row;
    /// Whether a series of the group had lost its name.
    private final List<Boolean> namesLost = new ArrayList<>();
    private int next = -1;
    private long reserved;

    FoldOperator(QueryRun run, VectorOperator input, Grouping grouping, int steps, Supplier<GroupFold> folds,
            long bytesPerGroup) {
        this.run = run;
        this.input = input;
        this.groups = new Groups(grouping);
        this.folds = folds;
        this.bytesPerGroup = bytesPerGroup;
        this.row = new SeriesRow(steps, run.delaysNameRemoval());
    }

    @Override
    public @Nullable SeriesRow next() {
        if (next < 0) {
            next = 0;
            long before = run.samples().current();
            foldAll();
            run.samples().release(run.samples().current() - before);
        }
        while (next < states.size()) {
            int group = next++;
            row.begin(groups.labels(group));
            row.loseName(namesLost.get(group));
            states.get(group).finish(row);
            states.set(group, FINISHED);
            if (!row.isEmpty()) {
                run.samples().hold(SampleCounts.of(row));
                return row;
            }
        }
        return null;
    }

    private static final GroupFold FINISHED = new GroupFold() {
        @Override
        public void add(SeriesRow row) {
            throw new IllegalStateException("group is finished");
        }

        @Override
        public void finish(SeriesRow row) {
            throw new IllegalStateException("group is finished");
        }
    };

    private void foldAll() {
        for (SeriesRow series = input.next(); series != null; series = input.next()) {
            int group = groups.of(series);
            if (group == states.size()) {
                run.context().reserve(bytesPerGroup);
                reserved += bytesPerGroup;
                states.add(folds.get());
                namesLost.add(false);
            }
            states.get(group).add(series);
            if (series.nameIsLost() && !namesLost.get(group)) {
                namesLost.set(group, true);
            }
        }
        input.close();
    }

    @Override
    public void close() {
        run.context().release(reserved);
        reserved = 0;
        states.clear();
        input.close();
    }
}
