package io.hypnos.promql.exec.binary;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.Cardinality;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.exec.KeyTable;
import io.hypnos.promql.exec.QueryRun;
import io.hypnos.promql.exec.SampleCounts;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.promql.exec.StepSets;
import io.hypnos.promql.exec.VectorOperator;
import io.hypnos.promql.plan.node.VectorBinary;
import io.hypnos.series.labels.Labels;

/// An operator between the samples of series that match: a hash join. The side of which one series may match is read first and held; the
/// other one streams by, each of its series looked up by its matching labels, once for all steps.
public final class JoinOperator implements VectorOperator {

    private final QueryRun run;
    private final VectorOperator many;
    private final VectorOperator one;
    private final VectorMatching matching;
    private final boolean oneToOne;
    private final boolean returnBool;
    private final int steps;
    private final OneSide oneSide;
    private final PairKernel kernel;
    private final JoinLabels labels;
    /// For each set of matching labels the steps at which a pair was found.
    private final StepSets matched;
    /// Results of many-to-one matching and their steps.
    private final KeyTable resultNumbers = new KeyTable();
    private final StepSets resultSteps;
    private final Deque<SeriesRow> ready = new ArrayDeque<>();
    private boolean started;
    private boolean manyDone;

    public JoinOperator(QueryRun run, VectorOperator lhs, VectorOperator rhs, VectorBinary node, int steps) {
        this.run = run;
        this.matching = node.matching();
        this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        this.returnBool = node.returnBool();
        this.steps = steps;
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.many = swapped ? rhs : lhs;
        this.one = swapped ? lhs : rhs;
        this.oneSide = new OneSide(run, matching, swapped, steps);
        this.kernel = new PairKernel(node.op(), returnBool, swapped,
                new SampleOperation(node.op(), run.remarks(), node.origin()));
        boolean dropsName = node.op().changesMeaning() || returnBool && !run.delaysNameRemoval();
        this.labels = new JoinLabels(matching, dropsName);
        this.matched = new StepSets(run.context(), steps);
        this.resultSteps = new StepSets(run.context(), steps);
    }

    @Override
    public @Nullable SeriesRow next() {
        if (!started) {
            started = true;
            oneSide.read(one);
        }
        while (ready.isEmpty()) {
            SeriesRow row = manyDone ? null : many.next();
            if (row != null) {
                oneSide.refuseConflicts(row.present());
                join(row);
            } else if (!manyDone) {
                manyDone = true;
                fillMissingMany();
            } else {
                return null;
            }
        }
        return ready.poll();
    }

    private void join(SeriesRow row) {
        int signature = oneSide.signatureOf(row);
        matched.grow(signature);
        Labels ofMany = row.labels();
        List<SeriesRow> partners = oneSide.rows(signature);
        Double fill = matching.fill().right();
        long[] alone = row.present().clone();
        for (SeriesRow partner : partners) {
            long[] both = intersection(row.present(), partner.present());
            if (isEmpty(both)) {
                continue;
            }
            for (int word = 0; word < alone.length; word++) {
                alone[word] &= ~both[word];
            }
            emit(part(row, both), partner, both, labels.of(ofMany, partner.labels()), signature);
        }
        if (fill != null && !isEmpty(alone)) {
            SeriesRow constant = constant(fill, alone);
            emit(part(row, alone), constant, alone, labels.of(ofMany, labels.matchedBy(ofMany)), signature);
        }
    }

    /// A row of its own with the samples of the steps in `mask`.
    private SeriesRow part(SeriesRow row, long[] mask) {
        SeriesRow part = row.copy();
        System.arraycopy(mask, 0, part.present(), 0, mask.length);
        return part;
    }

    private void emit(SeriesRow first, SeriesRow second, long[] mask, Labels resultLabels, int signature) {
        kernel.apply(first, second, mask);
        if (oneToOne) {
            if (matched.overlaps(signature, mask)) {
                throw new QueryException.Execution(
                        "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
            }
        } else {
            checkUnique(resultLabels, mask);
        }
        matched.addAll(signature, mask);
        first.setLabels(resultLabels);
        first.loseName(returnBool);
        if (!first.isEmpty()) {
            run.samples().hold(SampleCounts.of(first));
            ready.add(first);
        }
    }

    private void checkUnique(Labels resultLabels, long[] mask) {
        int number = resultNumbers.number(resultLabels.packed(), resultLabels.packed().length);
        resultSteps.grow(number);
        if (resultSteps.overlaps(number, mask)) {
            throw new QueryException.Execution(
                    "multiple matches for labels: grouping labels must ensure unique matches");
        }
        resultSteps.addAll(number, mask);
    }

    /// The rows of the one-side at steps at which nothing has matched them.
    private void fillMissingMany() {
        Double fill = matching.fill().left();
        if (!matching.fill().isNone()) {
            long[] all = new long[SeriesRow.wordCount(steps)];
            Arrays.fill(all, -1L);
            oneSide.refuseConflicts(all);
        }
        if (fill == null) {
            return;
        }
        int count = oneSide.signatureCount();
        for (int signature = 0; signature < count; signature++) {
            matched.grow(signature);
            for (SeriesRow row : oneSide.rows(signature)) {
                long[] alone = row.present().clone();
                for (int word = 0; word < alone.length; word++) {
                    alone[word] &= ~matched.word(signature, word);
                }
                if (!isEmpty(alone)) {
                    Labels ofMany = labels.matchedBy(row.labels());
                    emit(constant(fill, alone), row, alone, labels.of(ofMany, row.labels()), signature);
                }
            }
        }
    }

    private SeriesRow constant(double value, long[] mask) {
        var row = new SeriesRow(steps, run.delaysNameRemoval());
        Arrays.fill(row.values(), value);
        System.arraycopy(mask, 0, row.present(), 0, mask.length);
        return row;
    }

    private static long[] intersection(long[] a, long[] b) {
        long[] both = new long[a.length];
        for (int word = 0; word < both.length; word++) {
            both[word] = a[word] & b[word];
        }
        return both;
    }

    private static boolean isEmpty(long[] bits) {
        for (long word : bits) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        oneSide.release();
        matched.release();
        resultSteps.release();
        ready.clear();
        many.close();
        one.close();
    }
}
