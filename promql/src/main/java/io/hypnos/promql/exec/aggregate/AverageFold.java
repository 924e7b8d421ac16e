package io.hypnos.promql.exec.aggregate;

import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.KahanSum;

/// The mean of a group: its sum divided by its count. At a step where the sum would overflow, the mean is carried on instead. Histograms go
/// their own way, see [HistogramFold].
final class AverageFold implements GroupFold {

    private final double[] totals;
    private final double[] errors;
    private final double[] counts;
    private final long[] seen;
    /// Steps at which `totals` has means instead of sums.
    private final long[] incremental;
    private final HistogramFold histograms;

    AverageFold(int steps, HistogramFold histograms) {
        this.totals = new double[steps];
        this.errors = new double[steps];
        this.counts = new double[steps];
        this.seen = new long[SeriesRow.wordCount(steps)];
        this.incremental = new long[seen.length];
        this.histograms = histograms;
    }

    @Override
    public void add(SeriesRow row) {
        if (row.hasHistograms()) {
            histograms.add(row, seen);
            row.dropHistograms();
        }
        for (int word = 0; word < seen.length; word++) {
            long bits = row.present()[word] & ~histograms.closed(word);
            long known = seen[word];
            seen[word] |= bits;
            for (; bits != 0; bits &= bits - 1) {
                int bit = Long.numberOfTrailingZeros(bits);
                int i = (word << 6) + bit;
                counts[i]++;
                if ((known & 1L << bit) == 0) {
                    totals[i] = row.value(i);
                } else {
                    add(i, row.value(i));
                }
            }
        }
    }

    private void add(int i, double value) {
        boolean mean = (incremental[i >>> 6] & 1L << i) != 0;
        if (!mean) {
            double next = totals[i] + value;
            if (!Double.isInfinite(next)) {
                errors[i] = KahanSum.compensation(totals[i], value, next, errors[i]);
                totals[i] = next;
                return;
            }
            incremental[i >>> 6] |= 1L << i;
            totals[i] /= counts[i] - 1;
            errors[i] /= counts[i] - 1;
        }
        double q = (counts[i] - 1) / counts[i];
        double part = value / counts[i];
        double scaled = q * totals[i];
        double next = scaled + part;
        errors[i] = KahanSum.compensation(scaled, part, next, q * errors[i]);
        totals[i] = next;
    }

    @Override
    public void finish(SeriesRow row) {
        double[] results = row.values();
        for (int i = 0; i < results.length; i++) {
            boolean mean = (incremental[i >>> 6] & 1L << i) != 0;
            results[i] = mean ? totals[i] + errors[i] : totals[i] / counts[i] + errors[i] / counts[i];
        }
        System.arraycopy(seen, 0, row.present(), 0, seen.length);
        histograms.finish(row, seen);
    }
}
