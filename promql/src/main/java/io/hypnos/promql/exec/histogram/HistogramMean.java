package io.hypnos.promql.exec.histogram;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.exec.Remarks;
import io.hypnos.promql.exec.Remarks.HistogramOperation;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramAccumulator;
import io.hypnos.series.histogram.HistogramColumn;

/// The sum or the mean of many histograms. A mean is a sum that is divided at the end; once the sum would overflow, the mean is carried on
/// instead.
public final class HistogramMean {

    private final boolean mean;
    private @Nullable HistogramAccumulator total;
    private double count;
    private boolean incremental;
    private boolean resetSeen;
    private boolean notResetSeen;

    public HistogramMean(boolean mean) {
        this.mean = mean;
    }

    public boolean isEmpty() {
        return total == null;
    }

    /// Takes in a row of a column; false when exponential and custom buckets would meet, after which nothing more can be made of it.
    public boolean add(HistogramColumn column, int row) {
        CounterResetHint hint = column.hint(row);
        resetSeen |= hint == CounterResetHint.RESET;
        notResetSeen |= hint == CounterResetHint.NOT_RESET;
        count++;
        if (total == null) {
            total = HistogramAccumulator.compensated(column.get(row));
            return true;
        }
        if (!total.accepts(column.layout(row))) {
            return false;
        }
        if (mean) {
            addToMean(total, column, row);
        } else {
            total.add(column, row);
        }
        return true;
    }

    private void addToMean(HistogramAccumulator before, HistogramColumn column, int row) {
        if (!incremental) {
            HistogramAccumulator sum = before.copy();
            sum.add(column, row);
            if (!sum.hasOverflow()) {
                total = sum;
                return;
            }
            incremental = true;
            before.divide(count - 1);
        }
        before.multiply((count - 1) / count);
        before.add(column.get(row).dividedBy(count));
    }

    /// What has come together.
    ///
    /// @throws IllegalStateException when nothing was added
    public FloatHistogram result() {
        return finished().result();
    }

    /// What has come together, without empty buckets.
    public FloatHistogram compactResult() {
        HistogramAccumulator finished = finished();
        finished.compact(0);
        return finished.result();
    }

    private HistogramAccumulator finished() {
        if (total == null) {
            throw new IllegalStateException("no histograms");
        }
        if (!mean || incremental) {
            return total;
        }
        HistogramAccumulator quotient = total.copy();
        quotient.divide(count);
        return quotient;
    }

    /// Remarks on what did not quite fit together.
    public void remark(Remarks remarks, Origin origin) {
        if (resetSeen && notResetSeen) {
            remarks.counterResetCollision(HistogramOperation.AGGREGATION, origin);
        }
        remarkOnBounds(remarks, origin);
    }

    /// Remarks on custom buckets that had to be brought together, which is worth a remark even where nothing came of it in the end.
    public void remarkOnBounds(Remarks remarks, Origin origin) {
        if (total != null && total.boundsReconciled()) {
            remarks.customBucketsReconciled(HistogramOperation.AGGREGATION, origin);
        }
    }
}
