package io.hypnos.promql.exec.binary;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.exec.KeyTable;
import io.hypnos.promql.exec.LabelSubset;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepSets;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.series.labels.Labels;

/// The side of a join of which at most one series may match: all its rows, by their matching labels.
///
/// Several rows may have the same matching labels as long as they have no step in common. Where they do, it is an error as soon as the other
/// side has anything at that step.
final class OneSide {

    private final QueryRun run;
    private final VectorMatching matching;
    private final boolean isLeft;
    private final LabelSubset subset;
    private final KeyTable signatures = new KeyTable();
    private final List<List<SeriesRow>> rows = new ArrayList<>();
    /// For each set of matching labels the steps at which there is a row.
    private final StepSets taken;
    private final int steps;
    private long reserved;
    /// For each step two rows that stand in each other's way; null where there are none, and as long as there are none at all.
    private @Nullable Conflict @Nullable [] conflicts;

    private record Conflict(Labels first, Labels second) {}

    /// @param isLeft whether it is the left operand
    OneSide(QueryRun run, VectorMatching matching, boolean isLeft, int steps) {
        this.run = run;
        this.matching = matching;
        this.isLeft = isLeft;
        this.subset = Signatures.subset(matching);
        this.steps = steps;
        this.taken = new StepSets(run.context(), steps);
    }

    void read(VectorOperator input) {
        for (SeriesRow row = input.next(); row != null; row = input.next()) {
            long bytes = row.bytes();
            run.context().reserve(bytes);
            reserved += bytes;
            add(row.copy());
        }
        input.close();
    }

    private void add(SeriesRow row) {
        int signature = signatureOf(row);
        if (signature == rows.size()) {
            rows.add(new ArrayList<>(1));
        }
        taken.grow(signature);
        if (taken.overlaps(signature, row.present())) {
            noteConflicts(row, rows.get(signature));
        }
        taken.addAll(signature, row.present());
        rows.get(signature).add(row);
    }

    /// Remembers for each step the first two rows that meet there.
    private void noteConflicts(SeriesRow row, List<SeriesRow> earlier) {
        if (conflicts == null) {
            conflicts = new Conflict[steps];
        }
        for (int step = 0; step < steps; step++) {
            if (conflicts[step] != null || !row.isPresent(step)) {
                continue;
            }
            for (SeriesRow other : earlier) {
                if (other.isPresent(step)) {
                    conflicts[step] = new Conflict(other.labels(), row.labels());
                    break;
                }
            }
        }
    }

    /// The number of a row's matching labels, of whichever side it is.
    int signatureOf(SeriesRow row) {
        subset.cut(row);
        return signatures.number(subset.buffer(), subset.length());
    }

    int signatureCount() {
        return signatures.size();
    }

    /// The rows with the given matching labels.
    List<SeriesRow> rows(int signature) {
        return signature < rows.size() ? rows.get(signature) : List.of();
    }

    /// @throws QueryException.Execution when several series match at one of the steps
    void refuseConflicts(long[] atSteps) {
        if (conflicts == null) {
            return;
        }
        for (int step = 0; step < steps; step++) {
            Conflict conflict = conflicts[step];
            if (conflict != null && (atSteps[step >>> 6] & 1L << step) != 0) {
                throw conflict(conflict);
            }
        }
    }

    private QueryException.Execution conflict(Conflict conflict) {
        LabelSubset shown = matching.on()
                ? LabelSubset.only(matching.labels())
                : LabelSubset.without(matching.labels());
        shown.cut(conflict.second);
        String one = conflict.second.toString();
        String other = conflict.first.toString();
        boolean inOrder = one.compareTo(other) <= 0;
        return new QueryException.Execution("found duplicate series for the match group "
                + shown.toLabels() + " on the " + (isLeft ? "left" : "right")
                + " hand-side of the operation: [" + (inOrder ? one : other) + ", " + (inOrder ? other : one)
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    void release() {
        run.context().release(reserved);
        reserved = 0;
        rows.clear();
        taken.release();
    }
}
