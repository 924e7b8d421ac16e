package io.hypnos.promql.naive;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.CounterResetHint;

/// Sum or mean of histograms: for the mean, sum by count until a number of the sum would overflow, from then on a running mean.
final class HistogramMean {

    private int count;
    private @Nullable HistogramSum sum;
    private boolean running;
    private boolean resetSeen;
    private boolean noResetSeen;
    private boolean boundsReconciled;

    void add(NaiveHistogram histogram, boolean average) throws IncompatibleHistogramsException {
        count++;
        resetSeen |= histogram.hint() == CounterResetHint.RESET;
        noResetSeen |= histogram.hint() == CounterResetHint.NOT_RESET;
        HistogramSum current = sum;
        if (current == null) {
            sum = new HistogramSum(histogram);
            return;
        }
        if (!running) {
            HistogramSum next = current.copy();
            next.add(histogram);
            boundsReconciled |= next.boundsReconciled();
            if (!average || !next.raw().overflows()) {
                sum = next;
                return;
            }
            running = true;
            current.divideBy(count - 1);
        }
        current.scaleBy((count - 1) / (double) count);
        current.add(histogram.dividedBy(count));
        boundsReconciled |= current.boundsReconciled();
    }

    private HistogramSum required() {
        if (sum == null) {
            throw new IllegalStateException("no histogram was added");
        }
        return sum;
    }

    NaiveHistogram sum() {
        return required().total();
    }

    NaiveHistogram average() {
        if (running) {
            return required().total();
        }
        HistogramSum mean = required().copy();
        mean.divideBy(count);
        return mean.total();
    }

    boolean hintsCollided() {
        return resetSeen && noResetSeen;
    }

    boolean boundsReconciled() {
        return boundsReconciled;
    }
}
