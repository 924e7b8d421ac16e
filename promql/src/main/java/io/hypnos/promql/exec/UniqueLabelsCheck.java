package io.hypnos.promql.exec;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.series.labels.Labels;

/// Passes rows on and refuses those that cannot be told apart from an earlier one.
final class UniqueLabelsCheck implements VectorOperator {

    private final VectorOperator input;
    private final boolean disjoint;
    private final KeyTable known = new KeyTable();
    private final StepSets steps;

    /// @param disjoint whether rows of the same labels may pass when they have no step in common
    UniqueLabelsCheck(QueryRun run, VectorOperator input, boolean disjoint, int stepCount) {
        this.input = input;
        this.disjoint = disjoint;
        this.steps = new StepSets(run.context(), stepCount);
    }

    @Override
    public @Nullable SeriesRow next() {
        SeriesRow row = input.next();
        if (row == null) {
            return null;
        }
        Labels labels = row.labels();
        int before = known.size();
        int number = known.number(labels.packed(), labels.packed().length);
        steps.grow(number);
        if (number < before && (!disjoint || steps.overlaps(number, row.present()))) {
            throw sameLabels();
        }
        steps.addAll(number, row.present());
        return row;
    }

    static QueryException.Execution sameLabels() {
        return new QueryException.Execution("vector cannot contain metrics with the same labelset");
    }

    @Override
    public void close() {
        steps.release();
        input.close();
    }
}
