package io.hypnos.promql.exec.binary;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.exec.KeyTable;
import io.hypnos.promql.exec.LabelSubset;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepSets;
import io.hypnos.promql.exec.VectorOperator;

/// `and`, `unless` and `or`. Holds no samples: only, for each set of matching labels, the steps at which one side has something.
public final class SetOperator implements VectorOperator {

    private final BinaryOp op;
    /// The side that is walked first, to learn its steps; of `or` it is given out on the way.
    private final VectorOperator first;
    private final VectorOperator second;
    private final LabelSubset subset;
    private final KeyTable signatures = new KeyTable();
    private final StepSets steps;
    private boolean firstDone;

    public SetOperator(QueryRun run, BinaryOp op, VectorOperator lhs, VectorOperator rhs, VectorMatching matching,
            int stepCount) {
        this.op = op;
        this.first = op == BinaryOp.OR ? lhs : rhs;
        this.second = op == BinaryOp.OR ? rhs : lhs;
        this.subset = Signatures.subset(matching);
        this.steps = new StepSets(run.context(), stepCount);
    }

    @Override
    public @Nullable SeriesRow next() {
        while (!firstDone) {
            SeriesRow row = first.next();
            if (row == null) {
                firstDone = true;
                break;
            }
            steps.addAll(signature(row), row.present());
            if (op == BinaryOp.OR) {
                return row;
            }
        }
        for (SeriesRow row = second.next(); row != null; row = second.next()) {
            mask(row);
            if (!row.isEmpty()) {
                return row;
            }
        }
        return null;
    }

    private int signature(SeriesRow row) {
        subset.cut(row);
        int number = signatures.number(subset.buffer(), subset.length());
        steps.grow(number);
        return number;
    }

    private void mask(SeriesRow row) {
        int number = signature(row);
        long[] present = row.present();
        for (int word = 0; word < present.length; word++) {
            long other = steps.word(number, word);
            present[word] &= op == BinaryOp.AND ? other : ~other;
        }
    }

    @Override
    public void close() {
        steps.release();
        first.close();
        second.close();
    }
}
